namespace Orchestrator.Libvirt.GoldenImages;

/// <summary>The one writable disk of a golden domain.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>.</param>
internal sealed record GoldenDisk(string Path, string Format);
