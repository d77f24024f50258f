using System.Collections.Concurrent;

namespace Orchestrator.Actors;

/// <summary>The root of a tree of actors.</summary>
public sealed class ActorSystem(string name, ActorSystemOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ActorCell> _roots = [];
    private readonly ConcurrentDictionary<string, byte> _living = [];
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _deadLetters;

    public string Name { get; } = name;

    /// <summary>Messages that no actor got since the start.</summary>
    public long DeadLetters => Interlocked.Read(ref _deadLetters);

    /// <summary>The paths of all actors that live, parents before their children.</summary>
    public IReadOnlyList<string> Paths => [.. _living.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Completes with the failure that a root actor escalated: the process cannot go on as if nothing had happened.
    /// </summary>
    public Task<Exception> Failed => _failed.Task;

    internal ActorSystemOptions Options { get; } = options;

    /// <summary>Starts a root actor.</summary>
    public IActorRef<TMessage> Spawn<TMessage>(
        string actorName, Func<Actor<TMessage>> factory, SpawnOptions? spawn = null)
        where TMessage : notnull
    {
        var cell = new ActorCell<TMessage>(this, null, "/" + actorName, factory, spawn ?? new SpawnOptions());
        if (!_roots.TryAdd(actorName, cell))
        {
            throw new InvalidOperationException($"a root actor named '{actorName}' lives already; choose another name");
        }

        cell.Start();
        return cell;
    }

    /// <summary>Stops every actor, children first, and waits until all are terminated.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var root in _roots.Values)
        {
            root.PostStopRequest();
        }

        await Task.WhenAll(_roots.Values.Select(root => root.Terminated)).ConfigureAwait(false);
    }

    internal void OnDeadLetter(DeadLetter letter)
    {
        Interlocked.Increment(ref _deadLetters);
        Options.OnDeadLetter?.Invoke(letter);
    }

    internal void OnStarted(string path) => _living.TryAdd(path, 0);

    internal void OnTerminated(string path) => _living.TryRemove(path, out _);

    internal void OnRootTerminated(string path) => _roots.TryRemove(path[1..], out _);

    internal void OnRootEscalated(Exception error) => _failed.TrySetResult(error);
}
