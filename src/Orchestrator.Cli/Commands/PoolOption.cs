using System.CommandLine;
using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Commands;

/// <summary>Shows what belongs to one pool alone.</summary>
internal sealed class PoolOption : Option<string?>, IKnownNames
{
    public PoolOption()
        : base("--pool", "-p") => Description = "only of this pool";

    public KnownNames Names => Commands.Names.OfPools;
}
