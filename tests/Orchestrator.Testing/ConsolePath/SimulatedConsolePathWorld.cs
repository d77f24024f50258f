using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.Time;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>The twin's world: whatever is sent is there at once, so nothing is ever waited for.</summary>
public sealed class SimulatedConsolePathWorld : IConsolePathWorld
{
    private readonly SimulatedConsolePath _twin;
    private readonly Dictionary<int, Machine> _machines = [];
    private int _nextKiosk;
    private int _nextPort = 5920;

    public SimulatedConsolePathWorld()
        : this(new ManualTimeProvider())
    {
    }

    /// <param name="time">The twin's clock.</param>
    /// <param name="twin">The twin, which kiosks and machines meet.</param>
    /// <param name="path">What the contract is about: the twin, or what wraps it.</param>
    public SimulatedConsolePathWorld(ManualTimeProvider time, SimulatedConsolePath twin, IConsolePath path)
    {
        (Time, _twin, ConsolePath) = (time, twin, path);
        _twin.MachineReached += channel => _machines[channel.ConsolePort].Calls.Enqueue(channel);
    }

    private SimulatedConsolePathWorld(ManualTimeProvider time)
        : this(time, new SimulatedConsolePath(time))
    {
    }

    private SimulatedConsolePathWorld(ManualTimeProvider time, SimulatedConsolePath twin)
        : this(time, twin, twin)
    {
    }

    public IConsolePath ConsolePath { get; }

    public ManualTimeProvider Time { get; }

    public KioskAddress NextKiosk()
    {
        _nextKiosk++;
        return KioskAddress.Parse($"10.0.{_nextKiosk / 250}.{1 + (_nextKiosk % 250)}");
    }

    public IConsoleMachine NextMachine()
    {
        var machine = new Machine(_nextPort++);
        _machines.Add(machine.Port, machine);
        return machine;
    }

    public Task<IChannelEnd> CallAsync(KioskAddress kiosk) =>
        Task.FromResult<IChannelEnd>(new End(_twin.Call(kiosk)?.Kiosk));

    public async Task<LinkedChannel> LinkAsync(KioskAddress kiosk, IConsoleMachine machine, ConsoleChannel channel) =>
        new(await CallAsync(kiosk), await machine.AcceptAsync());

    public async Task PassAsync(LinkedChannel inputs, KioskMessage message)
    {
        Assert.True(((End)inputs.Kiosk).Inner?.Send(message), "the channel was cut");
        Assert.Equal([(byte)message], await inputs.Machine.ReceiveAsync(1));
    }

    public ValueTask DisposeAsync() => _twin.DisposeAsync();

    private sealed class Machine(int port) : IConsoleMachine
    {
        public Queue<SimulatedChannel> Calls { get; } = [];

        public int Port { get; } = port;

        public bool IsCalled => Calls.Count > 0;

        public Task<IChannelEnd> AcceptAsync()
        {
            Assert.True(IsCalled, $"expected a connection to console port {Port}; there was none");
            return Task.FromResult<IChannelEnd>(new End(Calls.Dequeue().Machine));
        }
    }

    /// <param name="inner">Null: the connection was closed at once.</param>
    private sealed class End(SimulatedEnd? inner) : IChannelEnd
    {
        public SimulatedEnd? Inner { get; } = inner;

        public Task<bool> SendAsync(ReadOnlyMemory<byte> bytes) => Task.FromResult(Inner?.Send(bytes.Span) ?? false);

        public Task<byte[]> ReceiveAsync(int count)
        {
            var bytes = Inner?.Take(count) ?? [];
            Assert.True(bytes.Length == count, $"expected {count} bytes; there were {bytes.Length}");
            return Task.FromResult(bytes);
        }

        public Task<(ChannelEnding Ending, int Bytes)> ReceiveEndAsync()
        {
            var bytes = Inner?.Take(int.MaxValue).Length ?? 0;
            var isCut = Inner?.IsCut ?? true;
            Assert.True(isCut || Inner!.OtherHasEnded, "expected the end of a channel; the channel is open");
            return Task.FromResult((isCut ? ChannelEnding.Cut : ChannelEnding.Closed, bytes));
        }

        public void EndSending() => Inner?.EndSending();

        public void Dispose() => EndSending();
    }
}
