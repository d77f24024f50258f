namespace Orchestrator.Actors;

/// <summary>Asking an actor from outside, or from another actor that pipes the answer to itself.</summary>
public static class ActorAsking
{
    /// <summary>Sends a question that carries its way back, and waits for the answer.</summary>
    /// <exception cref="AskTimeoutException">
    /// No answer within <paramref name="timeout"/>, or the actor takes no messages.
    /// </exception>
    public static async Task<TReply> AskAsync<TMessage, TReply>(
        this IActorRef<TMessage> target,
        Func<IReplyTo<TReply>, TMessage> question,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellation = default)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(question);
        var reply = new Answer<TReply>(((ActorCell)(IActorRef)target).System.Options.Dispatcher);
        var message = question(reply);
        if (!target.Tell(message))
        {
            throw new AskTimeoutException(
                $"actor {target.Path} takes no {message.GetType().Name}: it is terminated or its mailbox is full");
        }

        try
        {
            return await reply.Task.WaitAsync(timeout, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (reply.Task.IsCompleted)
            {
                // The answer itself is a timeout, of whom the actor asked; or it came at the last moment.
                return await reply.Task.ConfigureAwait(false);
            }

            throw new AskTimeoutException(
                $"actor {target.Path} did not answer {message.GetType().Name} within {timeout}");
        }
    }

    /// <summary>
    /// The asker goes on elsewhere than in the answering actor's turn: in a turn of its own, so that a seeded
    /// dispatcher decides when.
    /// </summary>
    private sealed class Answer<TReply>(IDispatcher dispatcher)
        : TaskCompletionSource<TReply>, IReplyTo<TReply>, IRunnable
    {
        private Action? _complete;

        public void Reply(TReply value) => Complete(() => TrySetResult(value));

        public void Fail(Exception error) => Complete(() => TrySetException(error));

        public void Run() => _complete!();

        /// <summary>The first answer counts, whoever else answers meanwhile.</summary>
        private void Complete(Action complete)
        {
            if (Interlocked.CompareExchange(ref _complete, complete, null) is null)
            {
                dispatcher.Schedule(this);
            }
        }
    }
}
