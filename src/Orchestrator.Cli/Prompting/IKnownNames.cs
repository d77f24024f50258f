namespace Orchestrator.Cli.Prompting;

/// <summary>An argument or a switch whose values are names that the daemon knows.</summary>
internal interface IKnownNames
{
    /// <summary>Asks for those of now.</summary>
    KnownNames Names { get; }
}
