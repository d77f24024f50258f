using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// Which waiting call is next: deletes before inventories and inspections, those before pings and clones, and first
/// come, first served within a rank. Pings and clones, which may take long, never hold all threads: a user's machine
/// can always be deleted. Not safe for use by several threads; its owner locks.
/// </summary>
/// <param name="waitingMax">Calls that may wait.</param>
/// <param name="patientMax">Pings and clones that may run at one time.</param>
internal sealed class CallQueue(int waitingMax, int patientMax)
{
    private const int Patient = 2;

    private readonly LinkedList<Call>[] _ranks = [new(), new(), new()];
    private int _patientRunning;

    public bool IsEmpty => _ranks.All(rank => rank.Count == 0);

    public bool TryAdd(Call call)
    {
        if (_ranks.Sum(rank => rank.Count) >= waitingMax && !RemoveAbandoned())
        {
            return false;
        }

        _ranks[RankOf(call.Kind)].AddLast(call);
        return true;
    }

    /// <summary>The next call that may run now; its thread gives it back by <see cref="Return"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out Call? call)
    {
        for (var rank = 0; rank < _ranks.Length; rank++)
        {
            if (rank == Patient && _patientRunning >= patientMax)
            {
                continue;
            }

            while (_ranks[rank].First is { } first)
            {
                _ranks[rank].RemoveFirst();
                if (first.Value.IsWaiting)
                {
                    call = first.Value;
                    _patientRunning += rank == Patient ? 1 : 0;
                    return true;
                }
            }
        }

        call = null;
        return false;
    }

    public void Return(CallKind kind) => _patientRunning -= RankOf(kind) == Patient ? 1 : 0;

    private static int RankOf(CallKind kind) => kind switch
    {
        CallKind.Destroy or CallKind.Delete => 0,
        CallKind.List or CallKind.Inspect => 1,
        _ => Patient,
    };

    /// <summary>Calls that nobody waits for any more hold no place.</summary>
    private bool RemoveAbandoned()
    {
        var removed = false;
        foreach (var rank in _ranks)
        {
            for (var node = rank.First; node is not null;)
            {
                var next = node.Next;
                if (!node.Value.IsWaiting)
                {
                    rank.Remove(node);
                    removed = true;
                }

                node = next;
            }
        }

        return removed;
    }
}
