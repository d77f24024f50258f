using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary>Shows what belongs to one pool alone.</summary>
internal sealed class PoolOption : Option<string?>
{
    public PoolOption()
        : base("--pool", "-p") => Description = "only of this pool";
}
