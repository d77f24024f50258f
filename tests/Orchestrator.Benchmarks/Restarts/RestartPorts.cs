namespace Orchestrator.Benchmarks.Restarts;

/// <summary>The ports of a restarted daemon, below those that the system gives away.</summary>
internal sealed record RestartPorts
{
    public int Http { get; init; } = 19180;

    public int Console { get; init; } = 19181;

    /// <summary>Of the first pool; the others' follow.</summary>
    public int Signal { get; init; } = 19200;

    /// <summary>Of the first slot of the first pool; the others follow.</summary>
    public int Slots { get; init; } = 20000;
}
