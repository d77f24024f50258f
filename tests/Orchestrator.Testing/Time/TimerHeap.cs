namespace Orchestrator.Testing.Time;

/// <summary>
/// Timers by due time, then by the order in which they were armed. Most are cancelled before they are due, so each
/// knows its own place and leaves in O(log n).
/// </summary>
internal sealed class TimerHeap
{
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public Entry? First => _entries.Count == 0 ? null : _entries[0];

    public void Add(Entry entry)
    {
        entry.Place = _entries.Count;
        _entries.Add(entry);
        Rise(entry);
    }

    /// <summary>Removes an entry; one that is not there is left alone.</summary>
    public void Remove(Entry entry)
    {
        var place = entry.Place;
        if (place < 0)
        {
            return;
        }

        entry.Place = -1;
        var last = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (last != entry)
        {
            Put(last, place);
            Rise(last);
            Sink(last);
        }
    }

    private void Rise(Entry entry)
    {
        while (entry.Place > 0 && entry.IsBefore(_entries[(entry.Place - 1) / 2]))
        {
            Swap(entry, _entries[(entry.Place - 1) / 2]);
        }
    }

    private void Sink(Entry entry)
    {
        while (EarlierChild(entry.Place) is { } child && child.IsBefore(entry))
        {
            Swap(entry, child);
        }
    }

    private Entry? EarlierChild(int place)
    {
        var left = (2 * place) + 1;
        if (left >= _entries.Count)
        {
            return null;
        }

        return left + 1 < _entries.Count && _entries[left + 1].IsBefore(_entries[left])
            ? _entries[left + 1]
            : _entries[left];
    }

    private void Swap(Entry one, Entry other)
    {
        var place = one.Place;
        Put(one, other.Place);
        Put(other, place);
    }

    private void Put(Entry entry, int place)
    {
        _entries[place] = entry;
        entry.Place = place;
    }

    /// <summary>What the heap needs to know of a timer.</summary>
    internal abstract class Entry
    {
        public long DueTicks { get; set; }

        public long Order { get; set; }

        /// <summary>Index in the heap; -1: not in it.</summary>
        public int Place { get; set; } = -1;

        public bool IsBefore(Entry other) =>
            DueTicks != other.DueTicks ? DueTicks < other.DueTicks : Order < other.Order;
    }
}
