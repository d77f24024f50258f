using System.CommandLine;
using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Commands;

/// <summary>The name of something that the daemon knows.</summary>
/// <param name="name">The argument's.</param>
/// <param name="names">Asks for what there is.</param>
internal class NameArgument(string name, KnownNames names) : Argument<string>(name), IKnownNames
{
    public KnownNames Names => names;
}
