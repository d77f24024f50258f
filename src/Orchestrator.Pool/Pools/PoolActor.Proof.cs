using System.Collections.Immutable;
using Orchestrator.Actors;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Proofs;
using Orchestrator.Pool.Machines;

namespace Orchestrator.Pool.Pools;

/// <summary>The janitor's proof: what it compares with, and what came of it.</summary>
internal sealed partial class PoolActor
{
    private ImmutableHashSet<Difference> _differences = [];
    private DateTimeOffset? _provedAt;
    private int _removed;
    private IReplyTo<PoolOwners>? _janitor;

    private void OnGetOwners(GetOwners get)
    {
        _janitor = get.ReplyTo;
        AnswerOwners();
    }

    /// <summary>A slot that has not read its journal yet owns a machine that nobody knows of.</summary>
    private void AnswerOwners()
    {
        if (_janitor is null || !HaveAllReported())
        {
            return;
        }

        Dictionary<MachineName, bool> machines = new(_slots.Count);
        HashSet<int> ports = new(_slots.Count);
        foreach (var slot in _slots.Values)
        {
            ports.Add(slot.Id.ConsolePort);
            if (slot.Machine is { } machine)
            {
                machines.Add(machine, slot.HasDomain);
            }
        }

        _janitor.Reply(new PoolOwners(
            machines,
            _sessions.Values.Where(session => !session.IsOver).Select(session => session.Id).ToHashSet(),
            ports));
        _janitor = null;
    }

    private void OnProof(ProofMade proof)
    {
        SeePorts(proof.BegunAt, proof.Running);
        _differences = proof.Differences;
        _removed += proof.Removed;
        if (proof.Differences.IsEmpty)
        {
            _provedAt = proof.At;
        }

        foreach (var missing in Difference.InOrder(proof.Differences)
            .Where(one => one.Kind == DifferenceKind.MissingDomain))
        {
            TellMachine(missing.Machine!.Value, new LookAgain());
        }

        if (proof.Left.Count > 0)
        {
            Raise(AlarmId.Orphans, AlarmSeverity.Warning,
                $"what has no owner could not be removed and is tried again: {string.Join("; ", proof.Left)}; "
                + "see the log for the reason");
        }
        else
        {
            Clear(AlarmId.Orphans);
        }

        Fill();
    }
}
