namespace Orchestrator.Pool.Pools;

/// <summary>What became of an operator's order, and why.</summary>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Detail">For the operator: what is so now, or what to do instead.</param>
public sealed record OperatorAnswer(OperatorVerdict Verdict, string Detail)
{
    public static OperatorAnswer Done(string detail) => new(OperatorVerdict.Done, detail);

    public static OperatorAnswer Refused(string detail) => new(OperatorVerdict.Refused, detail);

    public static OperatorAnswer Unknown(string detail) => new(OperatorVerdict.Unknown, detail);
}
