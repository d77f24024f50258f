namespace Orchestrator.Drivers.Hypervisor;

/// <summary>A golden image as a file.</summary>
/// <param name="Name">Name of its domain.</param>
/// <param name="DomainXml">The domain's definition.</param>
/// <param name="DiskPath">Absolute path of its disk.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>.</param>
public sealed record GoldenImageFile(string Name, string DomainXml, string DiskPath, string Format);
