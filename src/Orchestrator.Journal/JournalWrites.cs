using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>One change that waits for its commit.</summary>
internal abstract record JournalWrite(string Stream)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    /// <summary>Why it alone failed, while its neighbours in the transaction went on; or null.</summary>
    public JournalException? Refusal { get; set; }

    public void Complete()
    {
        if (Refusal is null)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(Refusal);
        }
    }

    public void Fail(JournalException error) => _done.TrySetException(Refusal ?? error);
}

internal sealed record Append(string Stream, long AfterSequence, IReadOnlyList<JournalEntry> Entries)
    : JournalWrite(Stream);

internal sealed record SaveSnapshot(string Stream, long Sequence, JournalEntry State) : JournalWrite(Stream);

internal sealed record DeleteStream(string Stream) : JournalWrite(Stream);
