using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary>Where a server keeps what makes it a node.</summary>
internal sealed class FolderOption : Option<string>
{
    public FolderOption()
        : base("--directory")
    {
        Description = "where the server keeps its certificates and keys";
        DefaultValueFactory = _ => "/etc/pbm";
    }
}
