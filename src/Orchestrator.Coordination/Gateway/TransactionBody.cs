using System.Text;
using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Responsible for the one place where a comparison gets its target and the field for it.</summary>
internal static class TransactionBody
{
    /// <summary>etcd's own limit, for conditions and for operations each.</summary>
    public const int OperationsMax = 128;

    public static TransactionRequest Of(EtcdTransaction transaction) => new()
    {
        Compare = [.. transaction.Conditions.Select(Compare)],
        Success = [.. transaction.Then.Select(Operation)],
        Failure = [.. transaction.Otherwise.Select(Operation)],
    };

    private static CompareMessage Compare(EtcdComparison condition) => condition switch
    {
        KeyCreatedAt created => new CompareMessage
        {
            Key = Key(created.Key), Result = "EQUAL", Target = "CREATE", CreateRevision = created.Revision,
        },
        KeyModifiedAt modified => new CompareMessage
        {
            Key = Key(modified.Key), Result = "EQUAL", Target = "MOD", ModRevision = modified.Revision,
        },
        _ => throw new InvalidOperationException($"no body for {condition}"),
    };

    private static OperationMessage Operation(EtcdOperation operation) => operation switch
    {
        PutKey put => new OperationMessage
        {
            Put = new PutMessage { Key = Key(put.Key), Value = put.Value, Lease = put.Lease },
        },
        DeleteKey delete => new OperationMessage { Delete = new RangeRequest { Key = Key(delete.Key) } },
        ReadKey read => new OperationMessage { Range = new RangeRequest { Key = Key(read.Key) } },
        _ => throw new InvalidOperationException($"no body for {operation}"),
    };

    private static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);
}
