using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Daemon.Audit;

/// <summary>Responsible for the revocations of a server that stands alone: a file beside the audit log, one JSON line
/// each, on the disk before anybody hears that it is done.</summary>
internal sealed class RevocationFile : IOperatorLedger
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private IReadOnlyList<RevokedOperator> _revoked;

    /// <exception cref="JsonException">A line is spoiled: nobody elsewhere may be believed until somebody has looked at
    /// it.</exception>
    public RevocationFile(string auditLog)
    {
        _path = Path.Combine(Path.GetDirectoryName(auditLog) ?? "", "revoked-operators.jsonl");
        _revoked = File.Exists(_path) ? [.. File.ReadLines(_path).Select(Read)] : [];
    }

    public IReadOnlyCollection<RevokedOperator>? Revoked => Volatile.Read(ref _revoked);

    public Task RevokeAsync(RevokedOperator revoked, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_revoked.Any(known => (known.Name, known.Serial) == (revoked.Name, revoked.Serial)))
            {
                return Task.CompletedTask;
            }

            if (_revoked.Count >= IOperatorLedger.RevokedMax)
            {
                throw new CoordinationException(
                    CoordinationFault.TooLarge, $"{_path} has {IOperatorLedger.RevokedMax} revocations already");
            }

            Append(new OperatorRevocation(revoked.Name.Value, revoked.Serial, revoked.At, revoked.By));
            Volatile.Write(ref _revoked, [.. _revoked, revoked]);
        }

        return Task.CompletedTask;
    }

    private static RevokedOperator Read(string line)
    {
        var one = JsonSerializer.Deserialize(line, ApiJson.Default.OperatorRevocation)
            ?? throw new JsonException("a revocation is null");
        return new RevokedOperator(OperatorName.Parse(one.Name), one.Serial, one.At, one.By);
    }

    private void Append(OperatorRevocation revoked)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(
                [.. JsonSerializer.SerializeToUtf8Bytes(revoked, ApiJson.Default.OperatorRevocation), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CoordinationException(CoordinationFault.Failed, error.Message, error);
        }
    }
}
