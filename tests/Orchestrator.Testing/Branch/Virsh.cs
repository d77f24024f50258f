namespace Orchestrator.Testing.Branch;

/// <summary>libvirt's own word, asked by its own tool: what the product says of itself is no evidence here.</summary>
public static class Virsh
{
    public static Task<string> RunAsync(params string[] arguments) =>
        Command.RunAsync("virsh", ["-q", "-c", "qemu:///system", .. arguments]);

    /// <returns>Null when it failed.</returns>
    public static Task<string?> TryAsync(params string[] arguments) =>
        Command.TryAsync("virsh", ["-q", "-c", "qemu:///system", .. arguments]);

    /// <summary>Domains of a pool of ours, in whatever state.</summary>
    public static async Task<IReadOnlyList<string>> DomainsAsync(string pool) =>
        Names(await RunAsync("list", "--all", "--name"), pool);

    /// <summary>Overlays of a pool of ours, as files.</summary>
    public static IReadOnlyList<string> Overlays(string pool, string? directory = null) =>
        [.. Directory.EnumerateFiles(directory ?? DaemonProcess.OverlayDirectory, $"pbm-{pool}-*")
            .Select(Path.GetFileName)
            .OfType<string>()];

    private static IReadOnlyList<string> Names(string output, string pool) =>
        [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name.StartsWith($"pbm-{pool}-", StringComparison.Ordinal))];
}
