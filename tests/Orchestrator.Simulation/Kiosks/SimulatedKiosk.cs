using System.Net;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Kiosks;

/// <summary>
/// A client station and the people at it: it signals, connects when it is told to, stays a while and leaves; or does
/// none of this.
/// </summary>
/// <param name="world">The server that it calls now.</param>
/// <param name="number">Tells it from the others.</param>
/// <param name="servers">The list that it has when there are several servers; each next one when one does not answer.
/// Empty: there is one.</param>
internal sealed class SimulatedKiosk(World world, int number, IReadOnlyList<World> servers)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Somebody who waits this long without a word has been forgotten.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(90);

    private int _plan;
    private int _client;
    private int _calls;
    private World? _where;
    private MachineName? _machine;
    private bool _connected;
    private bool _connecting;
    private bool _staysForGood;

    public SimulatedKiosk(World world, int number)
        : this(world, number, [])
    {
    }

    public KioskAddress Address { get; } = KioskAddress.From(new IPAddress([10, 0, 0, (byte)number]));

    /// <summary>The server that it has to do with.</summary>
    public World World => world;

    /// <summary>The signal that it waits for an answer to, or null.</summary>
    public KioskLine? Line { get; private set; }

    /// <summary>Begins its day, or a use after the last one.</summary>
    public void Rest()
    {
        if (servers.Count > 0 && Line is null && !_connected)
        {
            world = servers[0];
        }

        Plan(world.Random.Exponential(world.Think), Signal);
    }

    /// <summary>One of its lines said something; this is inside of a turn, so what it does comes later.</summary>
    public void OnLine(KioskLine line, string text)
    {
        if (line != Line || _connecting || text != SignalText.RuleAdded)
        {
            return;
        }

        _connecting = true;
        if (world.Strikes(FaultKind.KioskStaysAway))
        {
            if (world.Random.Chance(0.3))
            {
                Plan(world.Random.Between(Second, 20 * Second), Connect);
            }

            return;
        }

        Plan(world.Random.Between(TimeSpan.FromMilliseconds(20), 0.8 * Second), Connect);
    }

    public void OnClosed(KioskLine line)
    {
        if (line == Line)
        {
            Line = null;
            if (!_connected)
            {
                Rest();
            }
            else if (!_staysForGood)
            {
                Stay();
            }
        }
    }

    /// <summary>The console was cut from the other end, or the way to it closed.</summary>
    public void OnCut()
    {
        if (!_connected)
        {
            return;
        }

        LeaveChannels();
        if (Line is { } line)
        {
            Plan(world.Random.Exponential(120 * Second), () => LosePatience(line));
        }
        else
        {
            Rest();
        }
    }

    /// <summary>The server is gone with every line and connection.</summary>
    public void OnProcessDied()
    {
        Line = null;
        LeaveChannels();
        Rest();
    }

    public override string ToString() => $"kiosk {Address}";

    private void Signal()
    {
        if (world.Process is not { IsStalled: false } process)
        {
            CallNext();
            Plan(world.Random.Between(0.2 * Second, 3 * Second), Signal);
            return;
        }

        if (world.IsClosing)
        {
            return;
        }

        _connecting = false;
        var blocked = Line is not null || _connected || world.Checker.HasLiveSession(Address);
        Line = new KioskLine(world, this, world.NextLine()) { WasBlocked = blocked };
        world.Trace.Add(TraceKind.Kiosk, (ulong)number);
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"{Line} signals");
        }

        world.Checker.Serving.OnSignalled(Line);
        var line = Line;
        Plan(world.Random.Exponential(120 * Second), () => LosePatience(line));
        process.Signal(Address, line);
        if (world.Strikes(FaultKind.KioskHammers))
        {
            world.Later(world.Random.Between(TimeSpan.Zero, 3 * Second), Signal);
        }

        if (world.Strikes(FaultKind.KioskResets))
        {
            world.Later(world.Random.Between(TimeSpan.Zero, 3 * Second), () => Reset(line));
        }
    }

    private void LosePatience(KioskLine line)
    {
        if (line != Line || _connecting)
        {
            return;
        }

        if (world.Now - line.LastToldAt > Forgotten)
        {
            world.Checker.Fail(Rules.Told, $"{line} has been told nothing since "
                + $"{(world.Now - line.LastToldAt).TotalSeconds:0} s");
        }

        if (!world.IsCalm)
        {
            Reset(line);
        }
        else
        {
            Plan(30 * Second, () => LosePatience(line));
        }
    }

    private void Reset(KioskLine line)
    {
        if (line.IsClosed || line != Line || line.IsHungUp)
        {
            return;
        }

        Line = null;
        world.Checker.Serving.OnClosed(line);
        line.HangUp();
        if (!_connected)
        {
            Rest();
        }
    }

    private void Connect()
    {
        if (world.Process is not { } process || _connected)
        {
            return;
        }

        if (process.IsStalled)
        {
            Plan(Second, Connect);
            return;
        }

        var call = ++_calls;
        if (!process.Path.Connect(Address, (where, machine) => OnReached(call, where, machine)))
        {
            // Too late: the offer has lapsed. Its line says so, or has said so.
            if (Line is null)
            {
                Rest();
            }

            return;
        }

        _connected = true;
        if (world.Strikes(FaultKind.EarlyDisconnect))
        {
            Plan(world.Random.Between(TimeSpan.FromMilliseconds(10), Second), Drop);
        }
        else
        {
            _staysForGood = world.Strikes(FaultKind.KioskVanishes);
            if (!_staysForGood)
            {
                Stay();
            }
        }
    }

    /// <summary>Its connection has come through to a machine, or to a port where none runs.</summary>
    private void OnReached(int call, World where, MachineName? machine)
    {
        if (call == _calls)
        {
            (_where, _machine) = (where, machine);
            OpenChannel();
        }
    }

    /// <summary>While it has nothing to do with the server that it called, it may call another one.</summary>
    private void CallNext()
    {
        if (servers.Count > 0 && Line is null && !_connected)
        {
            world = servers[(servers.ToList().IndexOf(world) + 1) % servers.Count];
        }
    }

    private void Stay()
    {
        var stay = world.Random.Exponential(world.Plan.Stay);
        if (stay > 0.5 * world.Plan.Settings.IdleTimeout && world.Random.Chance(0.5))
        {
            Plan(0.5 * stay, () =>
            {
                world.Process?.Path.Input(Address);
                Plan(0.5 * stay, Leave);
            });
        }
        else
        {
            Plan(stay, Leave);
        }
    }

    /// <summary>All channels go and, mostly, come back: clients do that at their start.</summary>
    private void Drop()
    {
        LeaveChannels();
        if (world.Random.Chance(0.9))
        {
            Plan(world.Random.Between(TimeSpan.FromMilliseconds(10), Second), Connect);
        }
        else
        {
            Rest();
        }
    }

    private void Leave()
    {
        LeaveChannels();
        Rest();
    }

    private void OpenChannel()
    {
        _client++;
        if (_machine is { } machine)
        {
            _where!.Events.Report(new ConsoleChannelOpened(machine, Client));
        }
    }

    private void LeaveChannels()
    {
        if (!_connected)
        {
            return;
        }

        _connected = false;
        _calls++;
        world.Process?.Path.Disconnect(Address);
        if (_machine is { } machine)
        {
            _machine = null;
            _where!.Events.Report(new ConsoleChannelClosed(machine, Client));
        }
    }

    private string Client => $"127.0.0.1:{(10_000 * number) + (_client % 10_000)}";

    /// <summary>What it does next; a newer plan replaces an older one.</summary>
    private void Plan(TimeSpan after, Action step)
    {
        var plan = ++_plan;
        world.Later(after, () =>
        {
            if (plan == _plan)
            {
                step();
            }
        });
    }
}
