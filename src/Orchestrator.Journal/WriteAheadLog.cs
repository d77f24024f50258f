using System.Buffers.Binary;

namespace Orchestrator.Journal;

/// <summary>
/// Responsible for telling a torn last transaction from damage in SQLite's log of transactions (its format is described
/// in "The Write-Ahead Log" of sqlite.org/fileformat2). SQLite itself stops at the first record that does not fit its
/// checksum, and forgets without a word every acknowledged transaction behind it.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int ChecksummedFrameHeaderBytes = 8;
    private const uint Magic = 0x377f0682;
    private const int PageBytesMax = 65536;

    /// <returns>What is wrong, in words; null when every transaction but the last is whole, or there is no
    /// log.</returns>
    public static string? FindDamage(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.AsSpan().ContainsAnyExcept((byte)0))
        {
            return null;
        }

        // The lowest bit of the magic number says in which byte order checksums read their words.
        var bigEndian = (Word(header, 0) & 1) == 1;
        var sum = Add((0, 0), header.AsSpan(..^8), bigEndian);
        var page = Word(header, 8);
        return (Word(header, 0) & ~1u) == Magic && page is >= 512 and <= PageBytesMax && sum == Pair(header, 24)
            ? FindDamage(file, Pair(header, 16), sum, bigEndian, new byte[FrameHeaderBytes + page])
            : $"the header of {path} does not fit its checksum";
    }

    /// <summary>Each commit is synced before the next one is written, so a crash tears one transaction: behind the last
    /// whole one there can be one end of a transaction, not two.</summary>
    private static string? FindDamage(
        FileStream file, (uint First, uint Second) salt, (uint, uint) sum, bool bigEndian, byte[] frame)
    {
        var whole = true;
        var tornEnds = 0;
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            // A record of before the log's last beginning, which changed both numbers: what it says stands in the
            // tables.
            if (Word(frame, 8) != salt.First && Word(frame, 12) != salt.Second)
            {
                whole = false;
                continue;
            }

            sum = Add(Add(sum, frame.AsSpan(..ChecksummedFrameHeaderBytes), bigEndian),
                frame.AsSpan(FrameHeaderBytes..), bigEndian);
            whole &= Pair(frame, 8) == salt && sum == Pair(frame, 16);
            var endsTransaction = Word(frame, 4) != 0;
            tornEnds += !whole && endsTransaction ? 1 : 0;
            if (tornEnds > 1)
            {
                return $"{file.Name} holds a record that does not fit its checksum before byte {file.Position}, and "
                    + "transactions behind it";
            }
        }

        return null;
    }

    private static (uint, uint) Add((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        for (; bytes.Length > 0; bytes = bytes[8..])
        {
            sum.First += Ordered(bytes, bigEndian) + sum.Second;
            sum.Second += Ordered(bytes[4..], bigEndian) + sum.First;
        }

        return sum;
    }

    private static uint Ordered(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static (uint, uint) Pair(byte[] bytes, int at) => (Word(bytes, at), Word(bytes, at + 4));
}
