using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Audit;

/// <summary>
/// Responsible for the record of every change that was asked for: one JSON line each, on the disk before it returns.
/// The file is moved aside when it is full, and one older file is kept.
/// </summary>
internal sealed class AuditLog(string path, TimeProvider time)
{
    /// <summary>Some hundred thousand changes.</summary>
    public const long BytesMax = 16 * 1024 * 1024;

    private readonly Lock _gate = new();

    /// <summary>Records what is asked for, before it is done.</summary>
    /// <returns>The id that <see cref="End"/> takes.</returns>
    /// <exception cref="IOException">It cannot be written; then it must not be done.</exception>
    public string Begin(string caller, string change)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
        Append(new AuditEntry(id, time.GetUtcNow(), caller, change, null));
        return id;
    }

    public void End(string id, string caller, string change, int outcome) =>
        Append(new AuditEntry(id, time.GetUtcNow(), caller, change, outcome));

    /// <summary>The latest entries, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Latest(int count)
    {
        lock (_gate)
        {
            string[] files = [path + ".1", path];
            return
            [
                .. files.Where(File.Exists).SelectMany(File.ReadLines).TakeLast(count)
                    .Select(Read).OfType<AuditEntry>(),
            ];
        }
    }

    /// <returns>Null: half a line, from a power cut.</returns>
    private static AuditEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ApiJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(AuditEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, ApiJson.Default.AuditEntry), (byte)'\n'];
        lock (_gate)
        {
            if (File.Exists(path) && new FileInfo(path).Length + line.Length > BytesMax)
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
    }
}
