using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestrator.Simulation.Tracing;

/// <summary>
/// What happened in a run: always as one hash, so that two runs can be compared, and as lines to read when a run is
/// repeated for that.
/// </summary>
/// <param name="written">Whether lines are kept.</param>
internal sealed class Trace(bool written)
{
    private ulong _hash = 0xCBF29CE484222325;

    public bool IsWritten { get; } = written;

    public List<string> Lines { get; } = [];

    public ulong Hash => _hash;

    /// <summary>Steps so far; set by the branch.</summary>
    public long Step { get; set; }

    public TimeProvider? Clock { get; set; }

    /// <summary>What the clock shows first.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Add(TraceKind kind, ulong value) =>
        _hash = BitOperations.RotateLeft((_hash ^ value ^ ((ulong)kind << 56)) * 0x9E3779B97F4A7C15, 29);

    public void Add(TraceKind kind, ReadOnlySpan<char> text) => Add(kind, MemoryMarshal.AsBytes(text));

    public void Add(TraceKind kind, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            Add(kind, word);
        }

        var rest = (ulong)bytes.Length;
        foreach (var letter in bytes[(words.Length * sizeof(ulong))..])
        {
            rest = (rest << 8) | letter;
        }

        Add(kind, rest);
    }

    public void Write(string line) => Lines.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{Step,8} {(Clock!.GetUtcNow() - Begin).TotalSeconds,11:0.000000} s  {line}"));
}
