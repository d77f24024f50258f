using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Operators;

/// <summary>Responsible for the record of the certificates that an authority's key has signed for operators: one JSON
/// line each, beside the key, on the disk before anybody gets the certificate.</summary>
internal sealed class OperatorRegister(string folder)
{
    public string Path { get; } = System.IO.Path.Combine(folder, "operators.jsonl");

    /// <exception cref="IOException">It is there and cannot be read; the message says so.</exception>
    public IReadOnlyList<OperatorCertificate> Read()
    {
        try
        {
            return File.Exists(Path)
                ? [.. File.ReadLines(Path).Select(line =>
                    JsonSerializer.Deserialize(line, ApiJson.Default.OperatorCertificate)!)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new IOException($"{Path} cannot be read: {error.Message}", error);
        }
    }

    public void Add(OperatorCertificate issued)
    {
        using var file = new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(issued, ApiJson.Default.OperatorCertificate), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }
}
