using System.CommandLine;
using Orchestrator.Contracts;
using System.Text.Json;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class LogTailCommand : Command
{
    public LogTailCommand(Call call)
        : base("tail", "The latest lines of the log, and every new one until Ctrl+C.")
    {
        var last = new Option<int>("--last", "-n") { Description = "old lines first", DefaultValueFactory = _ => 20 };
        var once = new Option<bool>("--no-follow") { Description = "only what is there" };
        Options.Add(last);
        Options.Add(once);
        SetAction((parsed, cancellation) => call.RunAsync(
            parsed,
            async (client, bound) =>
            {
                var lines = client.ReadLogAsync(parsed.GetValue(last), !parsed.GetValue(once), bound);
                await foreach (var line in lines.ConfigureAwait(false))
                {
                    await call.Terminal.Output.WriteLineAsync(parsed.GetValue(call.Json)
                        ? JsonSerializer.Serialize(line, ApiJson.Default.LogLine)
                        : $"{Field.Of(line.At)} {line.Level}: {line.Source}[{line.EventId}] {line.Text}")
                        .ConfigureAwait(false);
                }
            },
            cancellation,
            isEndless: !parsed.GetValue(once)));
    }
}
