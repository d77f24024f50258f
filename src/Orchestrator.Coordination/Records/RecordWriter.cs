using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Records;

/// <summary>Responsible for what records look like in the store, and for how large they may be.</summary>
internal sealed class RecordWriter(int bytesMax)
{
    public byte[] Member(MemberState state) => Write(
        new MemberRecord
        {
            Status = state.Status.ToString(),
            Incarnation = state.Incarnation,
            LeaveWithinSeconds = state.LeaveWithin?.TotalSeconds,
        },
        RecordJson.Default.MemberRecord);

    public byte[] Node(NodeAnnouncement node, string server) => Write(
        new NodeRecord
        {
            Server = server,
            Address = node.Address,
            Version = node.Version,
            MemoryBytes = node.Capacity.MemoryBytes,
            ReservedMemoryBytes = node.Capacity.ReservedMemoryBytes,
            Processors = node.Capacity.Processors,
            Roles = node.Roles,
            GoldenImages = node.GoldenImages,
            CleanMachines = node.CleanMachines.ToDictionary(pool => pool.Key.Value, pool => pool.Value),
            Machines = node.Machines,
            Sessions = node.Sessions,
            IsDraining = node.IsDraining,
        },
        RecordJson.Default.NodeRecord);

    public byte[] Pool(PoolDefinition pool) => Write(
        new PoolRecord
        {
            Size = pool.Size,
            MachineMemoryBytes = pool.Machine.MemoryBytes,
            MachineProcessors = pool.Machine.Processors,
            GoldenImage = pool.GoldenImage,
            GoldenImageSha256 = pool.GoldenImageSha256,
        },
        RecordJson.Default.PoolRecord);

    public byte[] Plan(SlotPlan plan, Epoch epoch) => Write(
        new PlanRecord
        {
            Epoch = epoch.Value,
            Slots =
            [
                .. plan.Entries.Select(entry => new PlanEntryRecord
                {
                    Pool = entry.Pool.Value, Node = entry.Node.Value, Slots = entry.Slots,
                }),
            ],
        },
        RecordJson.Default.PlanRecord);

    public byte[] Owner(NodeName node) => Write(new OwnerRecord { Node = node.Value }, RecordJson.Default.OwnerRecord);

    public byte[] Token(TokenState token) => Write(
        new TokenRecord
        {
            SecretSha256 = token.SecretSha256,
            Role = token.Role,
            CreatedBy = token.CreatedBy,
            CreatedAt = token.CreatedAt,
            ExpiresAt = token.ExpiresAt,
            IsRevoked = token.IsRevoked,
            Use = token.Use is { } use
                ? new TokenUseRecord { Node = use.Node.Value, KeySha256 = use.KeySha256, At = use.At }
                : null,
        },
        RecordJson.Default.TokenRecord);

    public byte[] Revoked(RevokedOperator revoked) =>
        Write(new RevokedRecord { At = revoked.At, By = revoked.By }, RecordJson.Default.RevokedRecord);

    private byte[] Write<T>(T record, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(record, type);
        return bytes.Length <= bytesMax
            ? bytes
            : throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"a {typeof(T).Name} of {bytes.Length} bytes; at most {bytesMax} are written");
    }
}
