namespace Orchestrator.Testing.Branch;

/// <summary>What a test's branch differs in from the default one.</summary>
public sealed record BranchSettings
{
    public int Size { get; init; } = 2;

    public int FirstConsolePort { get; init; } = 5950;

    public string GoldenImage { get; init; } = "golden-demo";

    /// <summary><c>console</c> is proved in a tenth of a second; <c>agent</c> takes the guest's boot.</summary>
    public string Readiness { get; init; } = "console";

    public string Uri { get; init; } = "qemu:///system";

    public string StoragePool { get; init; } = "pbm-overlays";

    /// <summary>The storage pool's directory.</summary>
    public string OverlayDirectory { get; init; } = DaemonProcess.OverlayDirectory;

    /// <summary>Whether it is the daemon whose journal takes orders to kill, Orchestrator.CrashingDaemon.</summary>
    public bool TakesCrashOrders { get; init; }

    /// <summary>Further keys of <c>signal</c>, as <c>key: value, key: value</c>.</summary>
    public string Signal { get; init; } = "";

    /// <summary>Further keys of the pool, as <c>key: value, key: value</c>.</summary>
    public string Pool { get; init; } = "";
}
