using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

/// <summary>A slot, as it is shown: `pool/port`.</summary>
internal sealed class SlotArgument : NameArgument
{
    public SlotArgument()
        : base("slot", Commands.Names.OfSlots)
    {
        Description = "pool/port, as slot show writes it";
        Validators.Add(result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Split('/') is not [{ Length: > 0 }, { Length: > 0 } port] || !port.All(char.IsAsciiDigit))
            {
                result.AddError($"'{text}' is no slot; write pool/port, such as demo/5920");
            }
        });
    }

    public static string Text(string pool, int port) => $"{pool}/{port}";

    public static string Fill(string route, string slot)
    {
        var parts = slot.Split('/');
        return ApiRoutes.Fill(route, ("name", parts[0]), ("port", parts[1]));
    }
}
