using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>Gives orders to a daemon that takes them; see CrashOrder in Orchestrator.CrashingDaemon.</summary>
internal sealed class CrashOrders(DaemonProcess daemon)
{
    private string OrderFile => daemon.JournalFile + ".order";

    private string TakenFile => daemon.JournalFile + ".taken";

    private string OperatorFile => daemon.JournalFile + ".operator";

    public bool IsTaken => File.Exists(TakenFile);

    /// <summary>Orders a deed beside the next event of this kind.</summary>
    /// <param name="event">Name of the event's type.</param>
    /// <param name="moment">On which side of its append.</param>
    /// <param name="deed">A process to kill, <c>self</c> or <c>hold</c>.</param>
    /// <param name="number">Which of these events, from 1.</param>
    public void Give(string @event, CrashMoment moment, string deed, int number = 1)
    {
        File.Delete(TakenFile);

        // Renamed into its place, because the daemon may look at any moment.
        File.WriteAllText(OrderFile + ".new", $"{@event} {Word(moment)} {Text(number)} {deed}");
        File.Move(OrderFile + ".new", OrderFile, overwrite: true);
    }

    /// <summary>Waits until the daemon has taken the order.</summary>
    public Task SeeTakenAsync() => SeeTakenAsync(Task.CompletedTask);

    /// <summary>Waits until the daemon has taken the order; fails with what should lead to it.</summary>
    public async Task SeeTakenAsync(Task life)
    {
        await Eventually.SeeAsync(
            () => $"the order '{File.ReadAllText(OrderFile)}' to be taken (log: {daemon.LogTail()})",
            () => Task.FromResult(IsTaken),
            taken => taken || life.IsFaulted);
        if (!IsTaken)
        {
            await life;
        }
    }

    /// <summary>Has the pool given another size; returns when it has it.</summary>
    public async Task ResizeAsync(int size)
    {
        OrderOperator($"resize {Text(size)}");
        await daemon.SeeAsync($"a pool of {size}", "pools", pools =>
            pools.Count == 1 && DaemonProcess.Text(pools[0], "size") == Text(size));
    }

    /// <summary>Has a slot taken out of service; returns when it is.</summary>
    public async Task HoldAsync(int port)
    {
        OrderOperator($"hold {Text(port)}");
        await daemon.SeeAsync("a slot out of service", "slots", slots =>
            slots.Any(slot => DaemonProcess.Text(slot, "state") == "quarantined"));
    }

    public void Release(int port) => OrderOperator($"release {Text(port)}");

    /// <summary>Lets an append that is held go on.</summary>
    public void Release() => File.Delete(TakenFile);

    private void OrderOperator(string order)
    {
        File.WriteAllText(OperatorFile + ".new", order);
        File.Move(OperatorFile + ".new", OperatorFile, overwrite: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(CrashMoment moment) => moment == CrashMoment.Before ? "before" : "after";
}
