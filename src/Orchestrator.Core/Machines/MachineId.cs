namespace Orchestrator.Core.Machines;

/// <summary>
/// One incarnation of a virtual machine. Ids never come back: they are minted in increasing order by
/// <see cref="IdMint"/>.
/// </summary>
public readonly record struct MachineId(ulong Value)
{
    public static bool TryParse(ReadOnlySpan<char> text, out MachineId id)
    {
        var parsed = IdText.TryParse(text, out var value);
        id = new MachineId(value);
        return parsed;
    }

    public static MachineId Parse(string text) => new(IdText.Parse("machine", text));

    public override string ToString() => IdText.Format(Value);
}
