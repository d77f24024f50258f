namespace Orchestrator.Daemon.Configuration;

/// <summary>Everything that the daemon is told, validated whole.</summary>
internal sealed record DaemonOptions(
    JournalOptions Journal,
    HttpOptions Http,
    HypervisorOptions Hypervisor,
    ConsoleOptions Console,
    SignalOptions Signal,
    IReadOnlyList<PoolOptions> Pools,
    ClusterOptions? Cluster = null)
{
    /// <summary>The file itself, of which servers that join get what they share.</summary>
    public string Text { get; init; } = string.Empty;
}
