using System.Globalization;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Simulation.Checking;

/// <summary>Every stream of the journal, by its name and by whom it is of.</summary>
internal sealed class Records(Checker checker, PoolName pool)
{
    private readonly Dictionary<string, MirroredStream> _streams = new(StringComparer.Ordinal);

    public Dictionary<MachineName, MachineRecord> Machines { get; } = [];

    public Dictionary<SessionId, SessionRecord> Sessions { get; } = [];

    public Dictionary<int, SlotRecord> Slots { get; } = [];

    /// <summary>The pool's own stream; null: nothing is in it yet.</summary>
    public PoolRecord? Pool { get; private set; }

    public MirroredStream? Find(string stream) => _streams.GetValueOrDefault(stream);

    public MirroredStream FindOrAdd(string stream)
    {
        if (!_streams.TryGetValue(stream, out var known))
        {
            _streams[stream] = known = Make(stream);
        }

        return known;
    }

    public void Remove(string stream)
    {
        if (!_streams.Remove(stream, out var known))
        {
            return;
        }

        switch (known)
        {
            case MachineRecord machine:
                Machines.Remove(machine.MachineName);
                break;
            case SessionRecord session:
                Sessions.Remove(session.Id);
                break;
        }
    }

    /// <summary>The machine that the journal says is in the slot of this port, or null.</summary>
    public MachineRecord? MachineAt(int port) =>
        Slots.TryGetValue(port, out var slot) && slot.State.Machine is { } machine
            ? Machines.GetValueOrDefault(new MachineName(slot.State.Id, machine))
            : null;

    private MirroredStream Make(string stream)
    {
        var kind = stream.AsSpan(0, Math.Max(0, stream.IndexOf('/')));
        var last = stream[(stream.LastIndexOf('/') + 1)..];
        switch (kind)
        {
            case "machine" when MachineName.TryParse(last, out var machine):
                return Machines[machine] = new MachineRecord(stream, machine, checker);
            case "session" when SessionId.TryParse(last, out var session):
                return Sessions[session] = new SessionRecord(stream, session, checker);
            case "slot" when int.TryParse(last, CultureInfo.InvariantCulture, out var port):
                return Slots[port] = new SlotRecord(stream, new SlotId(pool, port), checker);
            case "pool":
                var own = new PoolRecord(stream, pool);
                Pool = own;
                return own;
            default:
                return new OpaqueRecord(stream);
        }
    }
}
