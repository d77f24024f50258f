namespace Orchestrator.Daemon.Tests.Configuration;

internal static class ConfigSamples
{
    /// <summary>The shortest configuration that is valid.</summary>
    public const string Least = """
        journal:
          path: /tmp/journal.db
        hypervisor:
          storagePool: overlays
        pools:
          - name: demo
            goldenImage: golden
            size: 2
        """;

    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "cluster-config", name);
}
