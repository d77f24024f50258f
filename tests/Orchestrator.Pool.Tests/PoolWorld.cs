using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Pool.Tests;

/// <summary>
/// One pool on simulated drivers, under one seed and one clock. A restart kills the actors and keeps journal and
/// hypervisor.
/// </summary>
internal sealed class PoolWorld
{
    private ActorWorld _actors;

    /// <param name="seed">What every chance follows from.</param>
    /// <param name="change">The settings, from the defaults with two slots.</param>
    /// <param name="arrange">What the pool finds at its first start.</param>
    public PoolWorld(
        int seed, Func<PoolSettings, PoolSettings>? change = null, Action<PoolWorld>? arrange = null)
    {
        var settings = new PoolSettings(PoolName.Parse("demo"), "golden", 2);
        Settings = change is null ? settings : change(settings);
        _actors = new ActorWorld(seed);
        Hypervisor = new SimulatedHypervisor(_actors.Time);
        Troubled = new TroubledHypervisor(Hypervisor, _actors.Time);
        Counting = new CountingHypervisor(Troubled);
        ConsolePath = new SimulatedConsolePath(_actors.Time);
        arrange?.Invoke(this);
        Pools = Start();
    }

    public PoolSettings Settings { get; }

    public SimulatedHypervisor Hypervisor { get; }

    public TroubledHypervisor Troubled { get; }

    public CountingHypervisor Counting { get; }

    public SimulatedConsolePath ConsolePath { get; private set; }

    public InMemoryJournal Journal { get; private set; } = new();

    /// <summary>What stands before the journal of the present process.</summary>
    public HeldJournal Held { get; private set; }

    public LocalPools Pools { get; private set; }

    public IReadOnlyList<string> Failures => _actors.Failures;

    public DateTimeOffset Now => _actors.Time.GetUtcNow();

    public static KioskAddress Kiosk(int number) => KioskAddress.Parse($"10.0.0.{number}");

    /// <summary>The process dies: its actors, its paths and what they were waiting for.</summary>
    public void Restart(int seed)
    {
        Pools.Dispose();
        _actors = new ActorWorld(seed, _actors.Time);
        ConsolePath = new SimulatedConsolePath(_actors.Time);
        Pools = Start();
    }

    /// <summary>The file is gone at the next start.</summary>
    public void LoseJournal() => Journal = new InMemoryJournal();

    public void Pass(TimeSpan time) => _actors.Pass(time);

    public void Settle() => _actors.Settle();

    /// <summary>Gives so many turns at most, and leaves everybody in the middle of what they do.</summary>
    public void Turns(int count)
    {
        for (var turn = 0; turn < count; turn++)
        {
            _actors.Dispatcher.Take()?.Run();
        }
    }

    public FakeLine Signal(int kiosk)
    {
        var line = new FakeLine();
        Pools.Signal(Settings.Name, Kiosk(kiosk), line);
        Settle();
        return line;
    }

    public void Connect(int kiosk)
    {
        Assert.NotNull(ConsolePath.Connect(Kiosk(kiosk)));
        Settle();
    }

    public void Disconnect(int kiosk)
    {
        ConsolePath.Disconnect(Kiosk(kiosk));
        Settle();
    }

    public PoolSnapshot See() => _actors.Run(() => Pools.GetPoolsAsync(CancellationToken.None))[0];

    /// <summary>Clears the pool and lets the time pass that this takes.</summary>
    public void Clear(bool refill)
    {
        var cleared = Pools.ClearAsync(Settings.Name, refill, CancellationToken.None);
        Pass(TimeSpan.FromSeconds(10));
        Assert.True(_actors.Run(() => cleared), "the pool was not cleared");
    }

    /// <summary>An operator's order, answered.</summary>
    public OperatorAnswer Order(Func<LocalPools, Task<OperatorAnswer>> order) => _actors.Run(() => order(Pools));

    /// <summary>Lets the pool fill up.</summary>
    public PoolSnapshot Warm()
    {
        Pass(TimeSpan.FromSeconds(10));
        var pool = See();
        Assert.True(
            pool.Clean == Settings.Size,
            $"expected {Settings.Size} clean machines, there are {pool.Clean}: {string.Join("; ", pool.Slots)} "
            + $"{string.Join("; ", pool.Alarms.Select(alarm => alarm.Cause))} {string.Join("; ", Failures)}");
        return pool;
    }


    [MemberNotNull(nameof(Held))]
    private LocalPools Start()
    {
        Held = new HeldJournal(Journal);
        var environment = new PoolEnvironment(Settings, Counting, ConsolePath, Held, NullLoggerFactory.Instance);
        var pools = new LocalPools(_actors.System, [environment], Counting, _actors.Time);
        _actors.Settle();
        return pools;
    }
}
