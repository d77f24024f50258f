namespace Orchestrator.Testing.Time;

/// <summary>
/// Timers by due time, then by the order in which they were armed. Most are cancelled before they are due, so each
/// knows its own place and leaves in O(log n).
/// </summary>
internal sealed class TimerHeap
{
    private Node[] _nodes = new Node[16];
    private long _order;

    public int Count { get; private set; }

    public Entry? First => Count == 0 ? null : _nodes[0].Entry;

    /// <summary>Ticks at which the first one is due; <see cref="long.MaxValue"/>: there is none.</summary>
    public long FirstDue => Count == 0 ? long.MaxValue : _nodes[0].DueTicks;

    /// <param name="entry">One that is not there.</param>
    /// <param name="dueTicks">When it is due.</param>
    public void Add(Entry entry, long dueTicks)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * Count);
        }

        Rise(new Node(dueTicks, _order++, entry), Count++);
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
        var last = _nodes[--Count];
        _nodes[Count] = default;
        if (place == Count)
        {
            return;
        }

        if (place > 0 && last.IsBefore(_nodes[(place - 1) / 2]))
        {
            Rise(last, place);
        }
        else
        {
            Sink(last, place);
        }
    }

    /// <summary>Puts a node at a place that is free, or above it.</summary>
    private void Rise(Node node, int place)
    {
        while (place > 0 && node.IsBefore(_nodes[(place - 1) / 2]))
        {
            Put(_nodes[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        Put(node, place);
    }

    /// <summary>Puts a node at a place that is free, or below it.</summary>
    private void Sink(Node node, int place)
    {
        while (EarlierChild(place) is var child && child < Count && _nodes[child].IsBefore(node))
        {
            Put(_nodes[child], place);
            place = child;
        }

        Put(node, place);
    }

    /// <summary>Place of the child that is due first; not below <see cref="Count"/>: there is none.</summary>
    private int EarlierChild(int place)
    {
        var left = (2 * place) + 1;
        return left + 1 < Count && _nodes[left + 1].IsBefore(_nodes[left]) ? left + 1 : left;
    }

    private void Put(Node node, int place)
    {
        _nodes[place] = node;
        node.Entry.Place = place;
    }

    /// <summary>What the heap needs of a timer.</summary>
    internal abstract class Entry
    {
        /// <summary>Index in the heap; -1: not in it. The heap's own.</summary>
        public int Place { get; set; } = -1;
    }

    private readonly record struct Node(long DueTicks, long Order, Entry Entry)
    {
        public bool IsBefore(in Node other) =>
            DueTicks != other.DueTicks ? DueTicks < other.DueTicks : Order < other.Order;
    }
}
