using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Operators;
using Orchestrator.Core.Tokens;

namespace Orchestrator.Coordination.Records;

/// <summary>Responsible for what the records of the store mean. What cannot be read is a
/// <see cref="FormatException"/>.</summary>
internal static class RecordReader
{
    public static MemberState Member(NodeName node, byte[] value)
    {
        var record = Read(value, RecordJson.Default.MemberRecord);
        return Enum.TryParse<MemberStatus>(record.Status, out var status) && Enum.IsDefined(status)
            ? new MemberState(node, status, record.Incarnation)
            {
                LeaveWithin = record.LeaveWithinSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            }
            : throw new FormatException($"'{record.Status}' is no status of a member");
    }

    public static NodeAnnouncement Node(byte[] value)
    {
        var record = Read(value, RecordJson.Default.NodeRecord);
        return new NodeAnnouncement(
            record.Address,
            record.Version,
            new NodeCapacity(record.MemoryBytes, record.ReservedMemoryBytes, record.Processors))
        {
            Roles = record.Roles,
            GoldenImages = record.GoldenImages,
            CleanMachines = record.CleanMachines.ToDictionary(pool => PoolName.Parse(pool.Key), pool => pool.Value),
            Machines = record.Machines,
            Sessions = record.Sessions,
            IsDraining = record.IsDraining,
        };
    }

    public static string Server(byte[] value) => Read(value, RecordJson.Default.NodeRecord).Server;

    public static PoolDefinition Pool(PoolName name, byte[] value)
    {
        var record = Read(value, RecordJson.Default.PoolRecord);
        return new PoolDefinition(
            name,
            record.Size,
            new MachineSize(record.MachineMemoryBytes, record.MachineProcessors),
            record.GoldenImage,
            record.GoldenImageSha256);
    }

    public static SlotPlan Plan(byte[] value) => new(Read(value, RecordJson.Default.PlanRecord).Slots.Select(entry =>
        new PlannedSlots(PoolName.Parse(entry.Pool), NodeName.Parse(entry.Node), entry.Slots)));

    public static NodeName Owner(byte[] value) => NodeName.Parse(Read(value, RecordJson.Default.OwnerRecord).Node);

    public static TokenState Token(TokenId id, byte[] value)
    {
        var record = Read(value, RecordJson.Default.TokenRecord);
        return new TokenState(
            id, record.SecretSha256, record.Role, record.CreatedBy, record.CreatedAt, record.ExpiresAt)
        {
            IsRevoked = record.IsRevoked,
            Use = record.Use is { } use ? new TokenUse(NodeName.Parse(use.Node), use.KeySha256, use.At) : null,
        };
    }

    /// <param name="name">The operator's name, and behind a slash the serial number or nothing.</param>
    /// <param name="value">The record.</param>
    public static RevokedOperator Revoked(string name, byte[] value)
    {
        var parts = name.Split('/');
        var record = Read(value, RecordJson.Default.RevokedRecord);
        return parts is [var who, var serial]
            ? new RevokedOperator(
                OperatorName.Parse(who), serial.Length == 0 ? null : serial, record.At, record.By)
            : throw new FormatException("the key is not of the form name/serial");
    }

    private static T Read<T>(byte[] value, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(value, type) ?? throw new FormatException("the record is null");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }
}
