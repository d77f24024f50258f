using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestrator.Simulation.Tracing;

/// <summary>
/// What happened in a run: always as one hash, so that two runs can be compared, and as lines to read when a run is
/// repeated for that.
/// </summary>
/// <param name="written">Whether lines are kept.</param>
/// <param name="whole">The trace of the whole branch, when this is the part of a node of several; or null.</param>
/// <param name="node">The node whose part it is, as its lines show it.</param>
internal sealed class Trace(bool written, Trace? whole = null, string node = "")
{
    /// <summary>Characters of a path that tell actors apart: an id has sixteen.</summary>
    private const int PathEndLength = 16;

    private ulong _hash = 0xCBF29CE484222325;
    private long _step;

    public bool IsWritten { get; } = written;

    public List<string> Lines { get; } = [];

    public ulong Hash => _hash;

    /// <summary>Steps so far; set by the branch.</summary>
    public long Step
    {
        get => whole?._step ?? _step;
        set => _step = value;
    }

    public TimeProvider? Clock { get; set; }

    /// <summary>What the clock shows first.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A node's part of this trace.</summary>
    public Trace Of(string name) => new(IsWritten, this, name + " ");

    public void Add(TraceKind kind, ulong value)
    {
        if (whole is not null)
        {
            whole.Add(kind, value);
            return;
        }

        _hash = Mix(_hash, kind, value);
    }

    /// <summary>An actor's turn. The end of its path, where its own name is, and the length say whose.</summary>
    public void AddTurn(string path)
    {
        Add(TraceKind.Turn, path.AsSpan(Math.Max(0, path.Length - PathEndLength)));
        Add(TraceKind.Turn, (ulong)path.Length);
    }

    public void Add(TraceKind kind, ReadOnlySpan<char> text) => Add(kind, MemoryMarshal.AsBytes(text));

    public void Add(TraceKind kind, ReadOnlySpan<byte> bytes)
    {
        if (whole is not null)
        {
            whole.Add(kind, bytes);
            return;
        }

        var hash = _hash;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var paired = words.Length & ~1;
        for (var i = 0; i < paired; i += 2)
        {
            // Multiplications wait for each other within a chain: two words make a link.
            hash = Mix(hash, kind, words[i] ^ (words[i + 1] * 0xC2B2AE3D27D4EB4F));
        }

        if (paired < words.Length)
        {
            hash = Mix(hash, kind, words[paired]);
        }

        var rest = (ulong)bytes.Length;
        foreach (var letter in bytes[(words.Length * sizeof(ulong))..])
        {
            rest = (rest << 8) | letter;
        }

        _hash = Mix(hash, kind, rest);
    }

    public void Write(string line)
    {
        if (whole is not null)
        {
            whole.Write(node + line);
            return;
        }

        Lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{Step,8} {(Clock!.GetUtcNow() - Begin).TotalSeconds,11:0.000000} s  {line}"));
    }

    private static ulong Mix(ulong hash, TraceKind kind, ulong value) =>
        BitOperations.RotateLeft((hash ^ value ^ ((ulong)kind << 56)) * 0x9E3779B97F4A7C15, 29);
}
