using System.Globalization;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Persistence;
using Orchestrator.Pool.Sessions;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>Start: streams of the journal and the hypervisor's inventory first; without both nothing is created or
/// destroyed.</summary>
internal sealed partial class PoolActor
{
    private readonly Dictionary<SessionId, MachineName> _owed = [];

    private StreamsListed? _streams;
    private bool _fitted;
    private bool _started;

    private void BeginStartup() => Context.PipeToSelf(
        ListStreamsAsync(), listed => listed, error => new StreamsUnlisted(error));

    private async Task<PoolMessage> ListStreamsAsync()
    {
        var pool = Settings.Name;
        var slots = await _environment.Journal
            .ListStreamsAsync(JournalStreams.SlotsOf(pool), Context.Stopping).ConfigureAwait(false);
        var sessions = await _environment.Journal
            .ListStreamsAsync(JournalStreams.SessionsOf(pool), Context.Stopping).ConfigureAwait(false);
        return new StreamsListed(slots, sessions);
    }

    private void ReceiveStartup(PoolMessage message)
    {
        switch (message)
        {
            case StreamsListed listed:
                _streams = listed;
                TakeInventory();
                break;
            case StreamsUnlisted unlisted:
                throw unlisted.Error;
            case InventoryDue:
                TakeInventory();
                break;
            case InventoryFailed failed:
                OnInventoryFailed(failed);
                break;
            case InventoryTaken taken:
                OnInventory(taken);
                break;
        }
    }

    private void Start(HypervisorInventory inventory)
    {
        // Of a machine that stopped behind the inventory's back no slot has heard, because there was none.
        var running = inventory.RunningDomains
            .Where(machine => machine.Slot.Pool == Settings.Name && !_goneAt.ContainsKey(machine)).ToHashSet();
        _started = true;

        // A pool that was cleared without refilling is refilled by a restart.
        if (!_drained)
        {
            Clear(AlarmId.Drained);
        }

        // Whoever was slow was slow to another connection.
        Clear(AlarmId.HypervisorSlow);
        for (var i = 0; i < Size; i++)
        {
            SpawnSlot(
                new SlotId(Settings.Name, Settings.FirstConsolePort + i), retired: false, new FirstSight(running));
        }

        foreach (var stream in _streams!.Slots)
        {
            var port = int.Parse(stream[JournalStreams.SlotsOf(Settings.Name).Length..], CultureInfo.InvariantCulture);
            var id = new SlotId(Settings.Name, port);
            if (!_slots.ContainsKey(id))
            {
                // A port that the pool can grow to is at most parked: its stream must not be deleted under a new slot.
                var end = Settings.FirstConsolePort + PoolSettings.SizeMax;
                var isRetired = port < Settings.FirstConsolePort || port >= end;
                SpawnSlot(id, isRetired, new FirstSight(running));
                if (isRetired)
                {
                    Park(_slots[id]);
                }
            }
        }

        TellOpenedEarly();
        foreach (var stream in _streams.Sessions)
        {
            var id = SessionId.Parse(stream[JournalStreams.SessionsOf(Settings.Name).Length..]);
            SpawnSession(id, default, null);
        }

        var self = Context.Self;
        Context.Spawn("janitor", () => new JanitorActor(_environment, self)).Tell(new StartSeen(inventory));
        ClearAll();
        FitOnceRead();
        Fill();
    }

    private void SpawnSlot(SlotId id, bool retired, FirstSight? firstSight = null)
    {
        var self = Context.Self;
        var port = id.ConsolePort.ToString(CultureInfo.InvariantCulture);
        var pendingSoil = new PendingSoil();
        var actor = Context.Spawn(
            port, () => new SlotActor(id, _environment, self, pendingSoil, firstSight), SlotActor.Options);
        _slots[id] = new SlotEntry(id, actor, retired);
    }

    private SessionEntry SpawnSession(SessionId id, KioskAddress kiosk, ISignalLine? line)
    {
        var self = Context.Self;
        var actor = Context.Spawn(
            $"session-{id}", () => new SessionActor(id, kiosk, line, _environment, self), SessionOptions);
        Context.Watch(actor, new SessionActorLost(id));
        return _sessions[id] = new SessionEntry(id, kiosk, actor, line);
    }

    private void AwaitProof(SessionId session, OwedProof owed)
    {
        if (owed.Owner is { } owner)
        {
            // Another node has the proof; it is asked until it has answered.
            _environment.Neighbours?.Discard(owner, session, owed.Machine);
            return;
        }

        _owed[session] = owed.Machine;
        if (!owed.IsDiscarded)
        {
            TellMachine(owed.Machine, new Discard(SoilReason.SessionEnded));
        }

        SettleOwed();
    }

    /// <summary>Once every slot has read its journal it shows which of them hold what: a pool that was made smaller may
    /// have kept any of its ports.</summary>
    private void FitOnceRead()
    {
        if (!_fitted && _slots.Values.All(slot => slot.IsKnown))
        {
            _fitted = true;
            FitSlots();
        }
    }

    /// <summary>A slot is vacated only after its machine was verified to be gone, so a machine that no slot holds is
    /// gone.</summary>
    private void SettleOwed()
    {
        if (_owed.Count + _guestProofs.Count == 0 || !_started || !HaveAllReported())
        {
            return;
        }

        foreach (var (session, machine) in _owed)
        {
            if (!IsOwned(machine))
            {
                _owed.Remove(session);
                _sessions.GetValueOrDefault(session)?.Actor.Tell(new MachineGone(machine));
            }
        }

        SettleGuests();
    }

    private bool IsOwned(MachineName machine) => _slots.GetValueOrDefault(machine.Slot)?.Machine == machine;
}
