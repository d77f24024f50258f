using System.CommandLine;
using Orchestrator.Contracts;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

internal sealed class AlarmListCommand : Command
{
    public AlarmListCommand(Call call)
        : base("list", "What is wrong, most urgent first.")
    {
        var pool = new PoolOption();
        Options.Add(pool);
        SetAction((parsed, cancellation) => call.ShowAsync(
            parsed,
            (client, bound) => client.GetAlarmsAsync(parsed.GetValue(pool), bound),
            ApiJson.Default.IReadOnlyListAlarmStatus,
            (rows, answer) => rows.Rows(
                ["pool", "alarm", "severity", "since", "cause"],
                [.. answer.Select(IReadOnlyList<string> (one) =>
                [
                    one.Pool, one.Id, one.Severity, Field.Of(one.Since), one.Cause,
                ])],
                "alarms"),
            cancellation));
    }
}
