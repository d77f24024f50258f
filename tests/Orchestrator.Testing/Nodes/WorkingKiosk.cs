using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>A kiosk at work: its signal line and its console's main channel are open.</summary>
public sealed class WorkingKiosk : IDisposable
{
    private static readonly TimeSpan CutBound = TimeSpan.FromSeconds(30);

    private readonly BranchServer _entry;
    private readonly KioskClient _line;
    private readonly SpiceClient _console;
    private readonly uint _number;
    private readonly string _session;

    private WorkingKiosk(
        BranchServer entry, Station kiosk, KioskClient line, SpiceClient console, uint number, JsonNode session)
    {
        (_entry, Kiosk, _line, _console, _number) = (entry, kiosk, line, console, number);
        _session = DaemonProcess.Text(session, "id")!;
        Owner = DaemonProcess.Text(session, "owner") ?? entry.Name;
    }

    public Station Kiosk { get; }

    /// <summary>The server whose machine it works on.</summary>
    public string Owner { get; }

    /// <param name="kiosk">Where.</param>
    /// <param name="entry">The server that it calls.</param>
    public static async Task<WorkingKiosk> BeginAsync(Station kiosk, BranchServer entry)
    {
        var line = await KioskClient.SignalAsync(kiosk, entry.Signal);
        await line.ReadUntilAsync("RULE ADDED");
        var console = await SpiceClient.ConnectAsync(kiosk, entry.Console);
        Assert.Equal(0u, await console.LinkMainAsync());
        var number = await console.ReadSessionAsync();
        await line.ReadUntilAsync("CONNECTED");
        var session = await entry.SeeSessionAsync(kiosk, "connected", IsConnected);
        return new WorkingKiosk(entry, kiosk, line, console, number, session);
    }

    /// <summary>Its session is the same, and the machine takes one more channel of this console, which it does only as
    /// long as the main channel lives.</summary>
    public async Task SeeAtWorkAsync()
    {
        await _entry.SeeSessionAsync(
            Kiosk, $"{_session}, connected", one => IsConnected(one) && DaemonProcess.Text(one, "id") == _session);
        using var inputs = await SpiceClient.ConnectAsync(Kiosk, _entry.Console);
        Assert.Equal(0u, await inputs.LinkAsync(SpiceClient.Inputs, _number));
    }

    public async Task SeeCutAsync() => Assert.True(
        await _console.IsCutAsync(CutBound), $"within {CutBound} expected the console of {Kiosk.Address} to be cut");

    /// <summary>Its user leaves.</summary>
    public void Dispose()
    {
        _console.Dispose();
        _line.Dispose();
    }

    private static bool IsConnected(JsonNode session) => DaemonProcess.Text(session, "state") == "connected";
}
