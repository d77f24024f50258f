using System.Globalization;

namespace Orchestrator.CrashingDaemon;

/// <summary>What to do when, as one line of a file: <c>MachineOffered after 1 123</c> kills process 123 after the first
/// <c>MachineOffered</c> that is appended from now on is durable.</summary>
/// <param name="Event">Name of an event's type.</param>
/// <param name="Moment"><c>before</c> its append, or <c>after</c> it.</param>
/// <param name="Number">Which of these events, from 1.</param>
/// <param name="Deed">The process to kill; <c>self</c>: this one; <c>hold</c>: nobody, but the append goes no further
/// until the order's file is gone.</param>
internal sealed record CrashOrder(string Event, string Moment, int Number, string Deed)
{
    private static readonly TimeSpan HoldInterval = TimeSpan.FromMilliseconds(10);

    public static CrashOrder Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.TrimEntries);
        return words is [var @event, "before" or "after", var number, var deed]
            ? new CrashOrder(@event, words[1], int.Parse(number, CultureInfo.InvariantCulture), deed)
            : throw new FormatException($"'{line}' is no order: <event> before|after <number> <process>|self|hold");
    }

    /// <summary>Returns once the process is dead; never, when it is this one.</summary>
    public Task CarryOutAsync(string file) => Deed switch
    {
        "hold" => HoldAsync(file),
        "self" => KillAsync(Environment.ProcessId),
        _ => KillAsync(int.Parse(Deed, CultureInfo.InvariantCulture)),
    };

    private static async Task KillAsync(int id)
    {
        using var victim = System.Diagnostics.Process.GetProcessById(id);
        victim.Kill();
        await victim.WaitForExitAsync().ConfigureAwait(false);
    }

    private static async Task HoldAsync(string file)
    {
        using var timer = new PeriodicTimer(HoldInterval);
        while (File.Exists(file))
        {
            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }
}
