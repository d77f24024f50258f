namespace Orchestrator.Core.Machines;

/// <summary>
/// What a golden image's disk was when the pool made its first clone. Overlays hold only what differs from the base, so
/// a base that is no longer this one makes every overlay on it corrupt.
/// </summary>
/// <param name="DiskPath">Absolute path of the disk.</param>
/// <param name="Format">Disk format as libvirt names it: <c>qcow2</c> or <c>raw</c>.</param>
/// <param name="SizeBytes">Size of the file in bytes.</param>
/// <param name="ModifiedAt">The file's modification time.</param>
/// <param name="Sha256">SHA-256 of the file's content, lower-case hexadecimal; taken once, at the first clone.</param>
public sealed record GoldenImageIdentity(string DiskPath, string Format, long SizeBytes, DateTimeOffset ModifiedAt,
    string Sha256);
