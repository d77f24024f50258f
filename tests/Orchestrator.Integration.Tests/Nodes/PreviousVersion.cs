using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The daemon of the version before this one.</summary>
/// <param name="Assembly">What to start.</param>
/// <param name="Commit">What it was built from; its version ends so.</param>
internal sealed record PreviousVersion(string Assembly, string Commit)
{
    /// <summary>Builds it, unless that was done before; a test fails with the script's own words when it cannot
    /// be.</summary>
    public static async Task<PreviousVersion> RequireAsync()
    {
        var assembly = (await Command.RunAsync(Repository.File("tests", "previous-version.sh"))).Trim();
        var commit = Path.Combine(Path.GetDirectoryName(assembly)!, "commit");
        return new PreviousVersion(assembly, (await File.ReadAllTextAsync(commit)).Trim());
    }
}
