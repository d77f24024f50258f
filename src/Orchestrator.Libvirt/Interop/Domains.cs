using System.Xml.Linq;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Libvirt.DomainXml;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Blocking calls on domains; on a call thread only.</summary>
internal static unsafe class Domains
{
    private const string AgentPing = """{"execute":"guest-ping"}""";
    private const int AgentTimeoutSeconds = 1;

    /// <summary>The domains under names of ours.</summary>
    public static IReadOnlyList<DomainSummary> List(VirConnectHandle connect) => [.. All(connect, domain =>
        MachineName.TryParse(NameOf(domain), out var machine)
        && NameOf(domain) == machine.ToString()
        && IsOurs(domain, machine) is { } ours
            ? new DomainSummary(machine, HasIdOf(domain), ours)
            : null).OfType<DomainSummary>()];

    /// <summary>The XML of every domain: of the running state where it runs.</summary>
    public static IReadOnlyList<(string Name, bool IsActive, XElement Xml)> ListXml(VirConnectHandle connect) =>
        [.. All(connect, domain =>
    {
        var xml = NativeText.Owned(NativeDomain.virDomainGetXMLDesc(domain, 0));

        // A transient domain can vanish between the listing and this call; then it writes to nothing.
        var parsed = xml is null ? new XElement("domain") : XElement.Parse(xml);
        return (NameOf(domain), NativeDomain.virDomainIsActive(domain) == 1, parsed);
    })];

    /// <inheritdoc cref="EnsureAbsent" path="/exception"/>
    public static bool IsRunning(VirConnectHandle connect, MachineName machine)
    {
        using var domain = Find(connect, machine.ToString());
        if (domain is null || NativeDomain.virDomainIsActive(domain) != 1)
        {
            return false;
        }

        return IsOurs(domain, machine) != false ? true : throw NotOurs(machine);
    }

    /// <summary>The definition that the next start would use, and whether it runs; null: not defined.</summary>
    public static (XElement Xml, bool IsActive)? Definition(VirConnectHandle connect, string name)
    {
        using var domain = Find(connect, name);
        if (domain is null)
        {
            return null;
        }

        var xml = NativeText.Owned(NativeDomain.virDomainGetXMLDesc(domain, NativeDomain.VIR_DOMAIN_XML_INACTIVE))
            ?? throw LibvirtErrors.Failure($"domain {name} cannot be read");
        return (XElement.Parse(xml), NativeDomain.virDomainIsActive(domain) == 1);
    }

    /// <summary>Bytes of memory that the definition gives the guest; null: not defined.</summary>
    public static long? MemoryBytes(VirConnectHandle connect, string name)
    {
        using var domain = Find(connect, name);
        if (domain is null)
        {
            return null;
        }

        var kibibytes = (long)NativeDomain.virDomainGetMaxMemory(domain);
        return kibibytes > 0
            ? kibibytes * 1024
            : throw LibvirtErrors.Failure($"the memory of domain {name} cannot be read");
    }

    /// <summary>Transient: when it stops, no definition is left.</summary>
    public static void Start(VirConnectHandle connect, MachineName machine, string xml)
    {
        using var domain = NativeDomain.virDomainCreateXML(connect, xml, 0);
        if (domain.IsInvalid)
        {
            throw LibvirtErrors.Failure($"machine {machine} cannot be started");
        }
    }

    /// <summary>Persistent, and not started.</summary>
    public static void Define(VirConnectHandle connect, string name, string xml)
    {
        using var domain = NativeDomain.virDomainDefineXML(connect, xml);
        if (domain.IsInvalid)
        {
            throw LibvirtErrors.Failure($"domain {name} cannot be defined");
        }
    }

    /// <exception cref="HypervisorException">Among others <see cref="HypervisorFault.NotOurs"/>.</exception>
    public static void EnsureAbsent(VirConnectHandle connect, MachineName machine)
    {
        var name = machine.ToString();
        using (var domain = Find(connect, name))
        {
            if (domain is null)
            {
                return;
            }

            if (IsOurs(domain, machine) == false)
            {
                throw NotOurs(machine);
            }

            // Both may fail because the domain is gone already; what counts is the look-up below.
            _ = NativeDomain.virDomainDestroy(domain);
            if (NativeDomain.virDomainIsPersistent(domain) == 1)
            {
                _ = NativeDomain.virDomainUndefineFlags(
                    domain,
                    NativeDomain.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE
                    | NativeDomain.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
                    | NativeDomain.VIR_DOMAIN_UNDEFINE_NVRAM);
            }
        }

        var last = LibvirtErrors.Last();
        using var left = Find(connect, name);
        if (left is not null)
        {
            throw new HypervisorException(
                HypervisorFault.Failed, $"domain {name} is still there after its destruction: {last.Message}");
        }
    }

    public static bool PingAgent(VirConnectHandle connect, string name)
    {
        using var domain = Find(connect, name)
            ?? throw new HypervisorException(HypervisorFault.MachineNotRunning, $"machine {name} does not run");
        var answer = NativeText.Owned(
            NativeDomain.virDomainQemuAgentCommand(domain, AgentPing, AgentTimeoutSeconds, 0));
        if (answer is not null)
        {
            return true;
        }

        var error = LibvirtErrors.Last();
        if (error.Code == VirErrorNumber.OperationInvalid
            || LibvirtErrors.FaultOf(error) == HypervisorFault.MachineNotRunning)
        {
            throw new HypervisorException(
                HypervisorFault.MachineNotRunning, $"machine {name} does not run: {error.Message}");
        }

        return LibvirtErrors.FaultOf(error) == HypervisorFault.Unreachable ? throw error.ToException($"machine {name}")
            : false;
    }

    private static VirDomainHandle? Find(VirConnectHandle connect, string name)
    {
        var domain = NativeDomain.virDomainLookupByName(connect, name);
        if (!domain.IsInvalid)
        {
            return domain;
        }

        domain.Dispose();
        var error = LibvirtErrors.Last();
        return error.Code == VirErrorNumber.NoDomain ? null
            : throw error.ToException($"domain {name} cannot be looked up");
    }

    /// <summary>A name is no proof, because anybody can define a domain under it; our metadata in it is, because only
    /// a clone of ours writes it.</summary>
    /// <returns>Null: it vanished meanwhile.</returns>
    private static bool? IsOurs(VirDomainHandle domain, MachineName machine)
    {
        var element = NativeText.Owned(NativeDomain.virDomainGetMetadata(
            domain, NativeDomain.VIR_DOMAIN_METADATA_ELEMENT, MetadataElement.Namespace, 0));
        if (element is not null)
        {
            return MetadataElement.Names(XElement.Parse(element), machine);
        }

        var error = LibvirtErrors.Last();
        return error.Code switch
        {
            VirErrorNumber.NoDomainMetadata => false,
            VirErrorNumber.NoDomain => null,
            _ => throw error.ToException($"whose domain {machine} is cannot be read"),
        };
    }

    /// <summary>Whether it ran when it was listed: the list brings the id, so that this asks nobody. With a thousand
    /// domains that is a thousand round trips less.</summary>
    private static bool HasIdOf(VirDomainHandle domain) => NativeDomain.virDomainGetID(domain) != NativeDomain.NoId;

    private static HypervisorException NotOurs(MachineName machine) => new(
        HypervisorFault.NotOurs,
        $"domain {machine} has a machine's name and does not carry our metadata for it, so somebody else made it; it "
            + "is left alone: rename it or remove it");

    private static string NameOf(VirDomainHandle domain) =>
        NativeText.Borrowed(NativeDomain.virDomainGetName(domain)) ?? string.Empty;

    private static List<T> All<T>(VirConnectHandle connect, Func<VirDomainHandle, T> read)
    {
        var count = NativeConnect.virConnectListAllDomains(connect, out var pointers, 0);
        if (count < 0)
        {
            throw LibvirtErrors.Failure("domains cannot be listed");
        }

        var all = new List<T>(count);
        foreach (var pointer in NativeText.OwnedPointers(pointers, count))
        {
            using var domain = new VirDomainHandle(pointer);
            all.Add(read(domain));
        }

        return all;
    }
}
