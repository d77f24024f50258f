using Orchestrator.Cluster.Links;
using Orchestrator.Coordination;
using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Nodes;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>What could be broken between the nodes of a branch.</summary>
internal static class NodeMutations
{
    private static readonly BranchKeys Keys = new(new CoordinationOptions().Prefix);

    public static IReadOnlyList<Mutation> All { get; } = [.. OfStore(), .. OfClaims(), .. OfConsoles()];

    private static IEnumerable<Mutation> OfStore()
    {
        yield return Of("write a plan after the term is over", new NodeWrappers
        {
            Etcd = (_, real) => new MutantEtcd(real, (one, transaction) => one.Key != Keys.Coordinator
                || transaction.Then[0].Key != Keys.Plan),
        });
        yield return Of("write without the fence of the own key", new NodeWrappers
        {
            Etcd = (world, real) => new MutantEtcd(real, (one, _) =>
                one is not KeyCreatedAt { Revision: > 0 } || one.Key != Keys.Node(world.Node)),
        });
        yield return Of("take the coordinator's office from who holds it", new NodeWrappers
        {
            Etcd = (_, real) => new MutantEtcd(real, (one, transaction) => one.Key != Keys.Coordinator
                || transaction.Then[0] is not PutKey { Key: var key } || key != Keys.Coordinator),
        });
        yield return Of("come back into the branch without being wiped", new NodeWrappers
        {
            Pools = (_, real) => new MutantPools(real),
        });
    }

    private static IEnumerable<Mutation> OfClaims()
    {
        yield return new Mutation("answer a claim before the owner's journal has it", new DriverWrappers
        {
            Journal = (_, real) => new MutantJournal(real)
            {
                Append = (real, stream, after, entries) =>
                {
                    var stored = real.AppendAsync(stream, after, entries, CancellationToken.None);
                    return entries[0].Manifest == "MachineOffered" ? Task.CompletedTask : stored;
                },
            },
        })
        { Nodes = HuntedNodes };
        yield return Of("give a claim that is made again a second machine", new NodeWrappers
        {
            Neighbours = (_, real) => new MutantNeighbours(real, new SecondMachine().Tell),
        });
        yield return Of("serve the own kiosks before those who came earlier to another node", new NodeWrappers
        {
            Neighbours = (_, real) => new MutantNeighbours(real, message => [message]) { SeesOthers = false },
        });
        yield return Of("never say that a session of another node's machine is over", new NodeWrappers
        {
            Network = (_, real) => new MutantNetwork(real, message => message switch
            {
                EndClaim => null,
                Hello hello => hello with { Held = [.. hello.Held.Where(held => !held.Ended)] },
                _ => message,
            }),
        });
    }

    private static IEnumerable<Mutation> OfConsoles()
    {
        yield return Of("free a machine when the link to its kiosk's node is lost", new NodeWrappers
        {
            Neighbours = (_, real) => new MutantNeighbours(real, message => message switch
            {
                ForGuest { Message: EntryGone } gone =>
                    [new EndGuest(gone.Entry, gone.Session, null, Touched: false, _ => { })],
                ForGuest { Message: GuestTouched } => [],
                _ => [message],
            }),
            Consoles = (_, real) => new MutantConsoles(real)
            {
                Closing = (real, grant) => real.Close(grant) with { Touched = false },
                Tells = @event => @event is not ConsoleTouched,
            },
        });
        yield return new Mutation("reuse a machine that another node's kiosk has touched", new DriverWrappers
        {
            Hypervisor = (_, real) => new MutantHypervisor(real)
            {
                Tells = @event => @event is not ConsoleChannelOpened,
            },
            Node = new NodeWrappers
            {
                Network = (_, real) => new MutantNetwork(real, message => message switch
                {
                    TouchClaim => null,
                    EndClaim end => end with { Touched = false },
                    _ => message,
                }),
                Consoles = (_, real) => new MutantConsoles(real)
                {
                    Closing = (real, grant) => real.Close(grant) with { Touched = false },
                    Tells = @event => @event is not ConsoleTouched,
                },
            },
        })
        { Nodes = HuntedNodes };
        yield return Of("forget to close the way of another node's kiosk", new NodeWrappers
        {
            Consoles = (_, real) => new MutantConsoles(real) { Closing = (_, _) => default },
        });
        yield return Of("join a console without a look at its way", new NodeWrappers { SkipsWays = true });
    }

    /// <summary>Enough for a majority, and cheap.</summary>
    private const int HuntedNodes = 3;

    private static Mutation Of(string name, NodeWrappers wrappers) =>
        new(name, new DriverWrappers { Node = wrappers }) { Nodes = HuntedNodes };

    /// <summary>A pool that does not know a claim again: it is asked under the next session's name.</summary>
    private sealed class SecondMachine
    {
        private readonly HashSet<SessionId> _asked = [];

        public IEnumerable<PoolMessage> Tell(PoolMessage message)
        {
            if (message is ClaimForGuest claim && !_asked.Add(claim.Claim.Session))
            {
                var other = new SessionId(claim.Claim.Session.Value + 1);
                yield return claim with
                {
                    Claim = claim.Claim with { Session = other },
                    Report = report => claim.Report(report with { Session = claim.Claim.Session }),
                };
                yield break;
            }

            yield return message;
        }
    }
}
