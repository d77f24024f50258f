namespace Orchestrator.Actors;

/// <summary>
/// What many put in and one takes out, in the order in which it was put in. An actor that lives for a minute has two of
/// them, so that an empty one has to cost nothing.
/// </summary>
internal struct Inbox<T>
    where T : Queued<T>
{
    /// <summary>Put in and not seen yet, the newest first.</summary>
    private T? _newest;

    /// <summary>Seen and not taken yet, the oldest first; the reader's alone.</summary>
    private T? _oldest;

    /// <summary>Whether nothing is there, for the reader. Others may see what is being taken.</summary>
    public readonly bool IsEmpty => _oldest is null && Volatile.Read(in _newest) is null;

    /// <summary>Puts it in; a full fence.</summary>
    public void Add(T item)
    {
        T? before;
        do
        {
            before = Volatile.Read(ref _newest);
            item.Next = before;
        }
        while (Interlocked.CompareExchange(ref _newest, item, before) != before);
    }

    /// <summary>Takes the oldest, or null.</summary>
    public T? Take()
    {
        if (_oldest is null && !Look())
        {
            return null;
        }

        var first = _oldest!;
        _oldest = first.Next;
        first.Next = null;
        return first;
    }

    private bool Look()
    {
        if (Volatile.Read(ref _newest) is null)
        {
            return false;
        }

        for (var item = Interlocked.Exchange(ref _newest, null); item is not null;)
        {
            (item.Next, _oldest, item) = (_oldest, item, item.Next);
        }

        return true;
    }
}
