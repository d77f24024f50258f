using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>
/// The console path's numbered conditions (see <see cref="IConsolePath"/>); every implementation passes them.
/// </summary>
public abstract class ConsolePathContract
{
    private const int Races = 200;

    private ulong _sessions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IConsolePathWorld> CreateAsync();

    [Fact]
    public async Task C01_AddressWithoutGrant_IsClosedAndReachesNothing()
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();
        await OpenAsync(world, world.NextKiosk(), machine);

        using var stranger = await world.CallAsync(world.NextKiosk());

        Assert.Equal(0, (await stranger.ReceiveEndAsync()).Bytes);
        Assert.False(machine.IsCalled, "a stranger's connection reached a machine");
    }

    [Fact]
    public async Task C02_GrantedAddress_ReachesItsMachineOnly()
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var (otherKiosk, otherMachine) = (world.NextKiosk(), world.NextMachine());
        await OpenAsync(world, kiosk, machine);
        await OpenAsync(world, otherKiosk, otherMachine);

        using var display = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
        using var inputs = await world.LinkAsync(kiosk, machine, ConsoleChannel.Inputs);

        Assert.False(otherMachine.IsCalled, "a connection reached the machine of another kiosk");
        using var other = await world.LinkAsync(otherKiosk, otherMachine, ConsoleChannel.Display);
        Assert.False(machine.IsCalled, "a connection reached the machine of another kiosk");
    }

    [Fact]
    public async Task C03_FirstConnection_IsReportedBeforeTheMachine()
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var reports = new ConsoleReports();
        var reachedAtTouch = new List<bool>();
        var session = await OpenAsync(world, kiosk, machine, @event =>
        {
            if (@event is ConsoleTouched)
            {
                reachedAtTouch.Add(machine.IsCalled);
            }

            reports.Observe(@event);
        });
        Assert.Empty(reports.Seen);

        using var first = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
        using var second = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);

        await reports.SeeOpenAsync(2);
        Assert.Equal([false], reachedAtTouch);
        Assert.Equal(
            [new ConsoleTouched(session), Changed(session, 1), Changed(session, 2)], reports.Seen);
    }

    [Fact]
    public async Task C04_Connections_AreReportedInOrderDownToZero()
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var reports = new ConsoleReports();
        var session = await OpenAsync(world, kiosk, machine, reports.Observe);
        var channels = new List<LinkedChannel>();
        for (var i = 0; i < 3; i++)
        {
            channels.Add(await world.LinkAsync(kiosk, machine, ConsoleChannel.Display));
        }

        await reports.SeeOpenAsync(3);
        Assert.Equal(3, world.ConsolePath.GetActivity(session)?.OpenConnections);
        foreach (var channel in channels)
        {
            channel.Dispose();
        }

        await reports.SeeOpenAsync(0);
        Assert.Equal([1, 2, 3, 2, 1, 0], reports.Counts);
        Assert.Equal(0, world.ConsolePath.GetActivity(session)?.OpenConnections);
    }

    [Fact]
    public async Task C05_Closed_IsCutAndNothingPasses()
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var reports = new ConsoleReports();
        var session = await OpenAsync(world, kiosk, machine, reports.Observe);
        using var linked = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
        using var inputs = await world.LinkAsync(kiosk, machine, ConsoleChannel.Inputs);

        var closing = await world.ConsolePath.CloseAsync(session, Cancellation);

        Assert.Equal(new ConsoleClosing(Touched: true, ConnectionsCut: 2), closing);
        Assert.Equal([1, 2, 0], reports.Counts);
        Assert.Null(world.ConsolePath.GetActivity(session));
        await linked.Kiosk.SendAsync("late"u8.ToArray());
        await linked.Machine.SendAsync("late"u8.ToArray());
        foreach (var end in (IChannelEnd[])[linked.Kiosk, linked.Machine, inputs.Kiosk, inputs.Machine])
        {
            Assert.Equal((ChannelEnding.Cut, 0), await end.ReceiveEndAsync());
        }

        using var late = await world.CallAsync(kiosk);
        await late.ReceiveEndAsync();
        Assert.False(machine.IsCalled, "a connection reached the machine after its way was closed");
    }

    [Fact]
    public async Task C06_Untouched_IsTrueForEver()
    {
        await using var world = await CreateAsync();
        for (var round = 0; round < Races; round++)
        {
            var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
            var reports = new ConsoleReports();
            var session = await OpenAsync(world, kiosk, machine, reports.Observe);

            using var start = new Barrier(2);
            var calling = Task.Run(() => AtOnceAsync(start, () => world.CallAsync(kiosk)), Cancellation);
            var closing = Task.Run(
                () => AtOnceAsync(start, () => world.ConsolePath.CloseAsync(session, Cancellation).AsTask()),
                Cancellation);

            var touched = (await closing).Touched;
            using var end = await calling;
            await end.ReceiveEndAsync();
            Assert.Equal(touched, reports.Seen.OfType<ConsoleTouched>().Any());
            Assert.True(touched || !machine.IsCalled, "an untouched machine was reached");
        }
    }

    [Fact]
    public async Task C07_ClosingWithoutGrant_Succeeds()
    {
        await using var world = await CreateAsync();
        var session = await OpenAsync(world, world.NextKiosk(), world.NextMachine());
        Assert.Equal(
            default, await world.ConsolePath.CloseAsync(new SessionId(session.Value + 1), Cancellation));

        Assert.Equal(default, await world.ConsolePath.CloseAsync(session, Cancellation));
        Assert.Equal(default, await world.ConsolePath.CloseAsync(session, Cancellation));
    }

    [Fact]
    public async Task C08_SecondGrant_IsAnError()
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var session = await OpenAsync(world, kiosk, machine);

        await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(world, kiosk, world.NextMachine()));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await world.ConsolePath.OpenAsync(
            new ConsoleGrant(session, world.NextKiosk(), machine.Port), _ => { }, Cancellation));

        await world.ConsolePath.CloseAsync(session, Cancellation);
        await OpenAsync(world, kiosk, machine);
        using var linked = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
    }

    [Theory]
    [InlineData(KioskMessage.KeyDown, true)]
    [InlineData(KioskMessage.KeyUp, true)]
    [InlineData(KioskMessage.KeyScancode, true)]
    [InlineData(KioskMessage.MouseMotion, true)]
    [InlineData(KioskMessage.MousePosition, true)]
    [InlineData(KioskMessage.MousePress, true)]
    [InlineData(KioskMessage.MouseRelease, true)]
    [InlineData(KioskMessage.KeyModifiers, false)]
    [InlineData(KioskMessage.AckSync, false)]
    [InlineData(KioskMessage.Ack, false)]
    [InlineData(KioskMessage.Pong, false)]
    public async Task C09_Message_CountsIfAPersonCausedIt(KioskMessage message, bool counts)
    {
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var session = await OpenAsync(world, kiosk, machine);
        using var inputs = await world.LinkAsync(kiosk, machine, ConsoleChannel.Inputs);
        using var display = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
        await display.Machine.SendAsync("picture"u8.ToArray());
        await display.Kiosk.ReceiveAsync("picture".Length);
        Assert.Null(world.ConsolePath.GetActivity(session)?.LastInput);

        for (var i = 0; i < 2; i++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.PassAsync(inputs, message);
            Assert.Equal(
                counts ? world.Time.GetUtcNow() : null, world.ConsolePath.GetActivity(session)?.LastInput);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C10_Bytes_PassUnchangedBothWays(bool kioskEndsFirst)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var world = await CreateAsync();
        var (kiosk, machine) = (world.NextKiosk(), world.NextMachine());
        var reports = new ConsoleReports();
        var session = await OpenAsync(world, kiosk, machine, reports.Observe);
        using var linked = await world.LinkAsync(kiosk, machine, ConsoleChannel.Display);
        var before = world.ConsolePath.GetActivity(session)!;
        var (first, second) = kioskEndsFirst ? (linked.Kiosk, linked.Machine) : (linked.Machine, linked.Kiosk);

        // Both at once, more than any buffer on the way holds; then the first ends, and the second goes on.
        var (there, back) = (Bytes(random, 3 << 20), Bytes(random, 3 << 20));
        var sending = Task.WhenAll(SendInPiecesAsync(first, there, seed), SendInPiecesAsync(second, back, seed + 1));
        var receiving = Task.WhenAll(second.ReceiveAsync(there.Length), first.ReceiveAsync(back.Length));
        await sending;
        var received = await receiving;
        Assert.True(there.SequenceEqual(received[0]) && back.SequenceEqual(received[1]), $"bytes differ, seed {seed}");

        first.EndSending();
        Assert.Equal((ChannelEnding.Closed, 0), await second.ReceiveEndAsync());
        Assert.True(await second.SendAsync(there), "the half that was still open was cut");
        var late = await first.ReceiveAsync(there.Length);
        Assert.True(there.SequenceEqual(late), $"bytes differ, seed {seed}");
        var after = world.ConsolePath.GetActivity(session)!;
        Assert.Equal(
            9L << 20, after.BytesToKiosk - before.BytesToKiosk + after.BytesToMachine - before.BytesToMachine);

        second.EndSending();
        Assert.Equal((ChannelEnding.Closed, 0), await first.ReceiveEndAsync());
        await reports.SeeOpenAsync(0);
    }

    [Fact]
    public async Task C11_Grants_AreWhatIsOpen()
    {
        await using var world = await CreateAsync();
        Assert.Empty(world.ConsolePath.Grants);
        var first = new ConsoleGrant(new SessionId(1), world.NextKiosk(), world.NextMachine().Port);
        var second = new ConsoleGrant(new SessionId(2), world.NextKiosk(), world.NextMachine().Port);
        await world.ConsolePath.OpenAsync(first, _ => { }, Cancellation);
        await world.ConsolePath.OpenAsync(second, _ => { }, Cancellation);
        Assert.Equal([first, second], world.ConsolePath.Grants.OrderBy(grant => grant.Session.Value));
        await world.ConsolePath.CloseAsync(first.Session, Cancellation);
        await world.ConsolePath.CloseAsync(first.Session, Cancellation);
        Assert.Equal([second], world.ConsolePath.Grants);
        await world.ConsolePath.CloseAsync(second.Session, Cancellation);
        Assert.Empty(world.ConsolePath.Grants);
    }

    private static ConsoleConnectionsChanged Changed(SessionId session, int open) => new(session, open);

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task SendInPiecesAsync(IChannelEnd end, ReadOnlyMemory<byte> bytes, int seed)
    {
        var random = new Random(seed);
        while (bytes.Length > 0)
        {
            var piece = Math.Min(bytes.Length, random.Next(1, 200_000));
            Assert.True(await end.SendAsync(bytes[..piece]), $"the channel was cut, seed {seed}");
            bytes = bytes[piece..];
        }
    }

    private static Task<T> AtOnceAsync<T>(Barrier start, Func<Task<T>> call)
    {
        start.SignalAndWait(Cancellation);
        return call();
    }

    private async Task<SessionId> OpenAsync(
        IConsolePathWorld world, KioskAddress kiosk, IConsoleMachine machine, Action<ConsoleEvent>? observer = null)
    {
        var session = new SessionId(++_sessions * 100);
        await world.ConsolePath.OpenAsync(
            new ConsoleGrant(session, kiosk, machine.Port), observer ?? (_ => { }), Cancellation);
        return session;
    }
}
