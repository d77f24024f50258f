using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A branch in which one server's only machine is kept for a kiosk, so that the next one that calls it needs a
/// machine of another.</summary>
internal sealed class RemoteScene : IAsyncDisposable
{
    private readonly BranchOfThree _branch;
    private readonly KioskClient _first;

    private RemoteScene(BranchOfThree branch, KioskClient first, Station kiosk, KioskClient line) =>
        (_branch, _first, Kiosk, Line) = (branch, first, kiosk, line);

    public BranchServer Entry => _branch.Servers[0];

    /// <summary>The second kiosk.</summary>
    public Station Kiosk { get; }

    /// <summary>Its signal line.</summary>
    public KioskClient Line { get; }

    public static async Task<RemoteScene> BeginAsync(BranchOfThree branch)
    {
        await branch.MakeWellAsync();
        var entry = branch.Servers[0];
        var first = await KioskClient.SignalAsync(await branch.KioskAsync(0), entry.Signal);
        await first.ReadUntilAsync("RULE ADDED");
        var kiosk = await branch.KioskAsync(1);
        return new RemoteScene(branch, first, kiosk, await KioskClient.SignalAsync(kiosk, entry.Signal));
    }

    /// <summary>Waits for the offer to the second kiosk, which must be of another server's machine.</summary>
    public async Task<(BranchServer Owner, string Machine)> OfferedAsync()
    {
        await Line.ReadUntilAsync("RULE ADDED");
        var session = await SeeSessionAsync("offered", one => DaemonProcess.Text(one, "state") == "offered");
        Assert.NotNull(DaemonProcess.Text(session, "owner"));
        return (_branch.Find(DaemonProcess.Text(session, "owner")!), DaemonProcess.Text(session, "machine")!);
    }

    /// <summary>Waits for the end of the second kiosk's session and the proof that its machine is gone.</summary>
    public async Task SeeEndedAsync(string reason)
    {
        var ended = await SeeSessionAsync("ended, its machine gone", one =>
            DaemonProcess.Text(one, "endReason") is not null && DaemonProcess.Text(one, "machineGoneAt") is not null);
        Assert.Equal(reason, DaemonProcess.Text(ended, "endReason"));
    }

    /// <summary>The first kiosk goes too, and the branch is well.</summary>
    public async Task EndAsync()
    {
        Line.Dispose();
        _first.Dispose();
        await _branch.SeeWellAsync();
    }

    public ValueTask DisposeAsync()
    {
        Line.Dispose();
        _first.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<JsonNode> SeeSessionAsync(string expected, Func<JsonNode, bool> holds) =>
        Entry.SeeSessionAsync(Kiosk, expected, holds);
}
