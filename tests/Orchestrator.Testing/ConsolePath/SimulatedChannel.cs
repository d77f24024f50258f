namespace Orchestrator.Testing.ConsolePath;

/// <summary>
/// A connection through the simulated console path: what one end sends is at the other end at once. It is open until
/// both ends have ended their half, or until it is cut.
/// </summary>
public sealed class SimulatedChannel
{
    private readonly SimulatedWay _way;
    private readonly Lock _gate;

    internal SimulatedChannel(SimulatedWay way, Lock gate)
    {
        _way = way;
        _gate = gate;
        Kiosk = new SimulatedEnd(this);
        Machine = new SimulatedEnd(this);
    }

    public int ConsolePort => _way.Grant.ConsolePort;

    public SimulatedEnd Kiosk { get; }

    public SimulatedEnd Machine { get; }

    /// <summary>Whether nothing passes any more, not even what an end has not closed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Either end resets the connection, or the way is closed.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            IsCut = true;
            _way.Leave(this);
        }
    }

    internal bool Pass(SimulatedEnd from, ReadOnlySpan<byte> bytes, bool isInput)
    {
        lock (_gate)
        {
            if (IsCut || from.HasEnded)
            {
                return false;
            }

            _way.OnBytes(toMachine: from == Kiosk, bytes.Length);
            if (isInput)
            {
                _way.OnInput();
            }

            Other(from).Put(bytes);
            return true;
        }
    }

    internal byte[] Take(SimulatedEnd by, int count)
    {
        lock (_gate)
        {
            return by.Get(count);
        }
    }

    internal void EndHalf(SimulatedEnd by)
    {
        lock (_gate)
        {
            by.HasEnded = true;
            if (Other(by).HasEnded)
            {
                _way.Leave(this);
            }
        }
    }

    internal SimulatedEnd Other(SimulatedEnd end) => end == Kiosk ? Machine : Kiosk;
}
