using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Commands;

internal sealed class TokenCreateCommand : Command
{
    private const int LifeDefault = 3600;

    public TokenCreateCommand(Call call)
        : base("create", "Makes a token by which one server may join the branch, and prints it this once.")
    {
        var life = new DurationOption("--ttl")
        {
            Description = "how long it may be used, such as 10m or 2h; 1h unless said",
        };
        Options.Add(life);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.CreateJoinTokenAsync(
                parsed.GetValue(life) is { } text ? DurationOption.Seconds(text) : LifeDefault, bound),
            ApiJson.Default.JoinTokenCreated,
            (rows, created) =>
            {
                // Alone on the output, so that a shell can take it.
                rows.Line(created.Token);
                call.Terminal.Errors.WriteLine(
                    $"token {created.Id} holds until {Field.Of(created.ExpiresAt)} for one server, which runs: "
                        + "orchestrator join HOST:PORT --token TOKEN --node NAME --address HOST:PORT");
            },
            cancellation));
    }
}
