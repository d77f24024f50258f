using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>A branch's authority with the files of its node alpha on 127.0.0.1, and operators' credentials.</summary>
internal sealed class BranchCertificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-branch-");

    public BranchCertificates()
    {
        var files = new NodeFiles(_folder.FullName);
        using var key = NodeKey.Create();
        using var certificate = Authority.Issue(key.Public, NodeName.Parse("alpha"), "127.0.0.1", Now);
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.Pem);
        File.WriteAllText(files.Authority, Authority.CertificatePem);
        Files = new NodeCertificateOptions(files.Certificate, files.Key, files.Authority);
    }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Old enough to have signed what has run out.</summary>
    public BranchAuthority Authority { get; } = BranchAuthority.Create(Now.AddYears(-2));

    public NodeCertificateOptions Files { get; }

    public ApiCredentials Of(string name, OperatorRole role, DateTimeOffset? issued = null)
    {
        var file = OperatorFile.Parse(OperatorFile.Create(
            Authority, new OperatorIdentity(OperatorName.Parse(name), role), TimeSpan.FromDays(90), issued ?? Now));
        return new ApiCredentials(file.Certificate, file.Authorities);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
