using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Core.Operators;

namespace Orchestrator.Enrolment;

/// <summary>Who an operator is, as its certificate says it.</summary>
/// <param name="Name">The common name.</param>
/// <param name="Role">What it may do: an extended key usage of its own for each role.</param>
public sealed record OperatorIdentity(OperatorName Name, OperatorRole Role)
{
    /// <summary>Below the arc of one UUID (ITU-T X.667), which nobody has to assign.</summary>
    private const string Usage = "2.25.292580347696280696716033345564057339954.1";

    private const string Organization = "pbm";
    private const string Unit = "operator";
    private const string CommonNameOid = "2.5.4.3";
    private const string UnitOid = "2.5.4.11";

    /// <summary>
    /// The usage of every operator's certificate, and of nothing else. It has not the usage of TLS clients: etcd lets
    /// in whoever shows a certificate of the branch for that, and an operator has no business there; neither do the
    /// nodes' links take one without it.
    /// </summary>
    public static Oid AnyUsage { get; } = new(Usage);

    /// <returns>Null: it is no operator's certificate, or says more than one thing. Whether it is true is the
    /// chain's word.</returns>
    public static OperatorIdentity? Of(X509Certificate2? certificate)
    {
        if (certificate is null || UsagesOf(certificate) is not [_, _] usages || !usages.Contains(Usage))
        {
            return null;
        }

        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToList();
        return Enum.GetValues<OperatorRole>().Where(role => usages.Contains(UsageOf(role))).ToList() is [var only]
            && Single(parts, UnitOid) == Unit
            && OperatorName.TryParse(Single(parts, CommonNameOid), out var name)
                ? new OperatorIdentity(name, only)
                : null;
    }

    public override string ToString() => $"{Name} ({Role.Word()})";

    /// <summary>A request for a certificate that says this.</summary>
    internal CertificateRequest Request(PublicKey key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(Organization);
        subject.AddOrganizationalUnitName(Unit);
        subject.AddCommonName(Name.Value);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);

        // Critical: whoever does not know these usages must not take it for something else.
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(Usage), new Oid(UsageOf(Role))], critical: true));
        return request;
    }

    private static string UsageOf(OperatorRole role) => $"{Usage}.{(int)role}";

    private static List<string?> UsagesOf(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value)];

    private static string? Single(List<X500RelativeDistinguishedName> parts, string oid) =>
        parts.Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid).ToList()
            is [var only] ? only.GetSingleElementValue()
            : null;
}
