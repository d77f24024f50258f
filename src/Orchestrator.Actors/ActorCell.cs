using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Actors;

/// <summary>
/// The part of an actor that outlives its incarnations and does not depend on its messages: the turn, the system queue,
/// the tree and the restarts. All fields but the queues and the scheduling flag are touched only within a turn.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001",
    Justification = "FinishIncarnation disposes what an incarnation owns; an actor's end is not its owner's Dispose")]
internal abstract partial class ActorCell : IActorRef, IRunnable, IThreadPoolWorkItem
{
    /// <summary>Messages in one turn, the kernel's included, before others get theirs.</summary>
    private const int MessagesPerTurn = 256;

    private readonly TaskCompletionSource? _terminated;
    private readonly ActorCell? _parent;
    private readonly SupervisorStrategy _supervision;
    private Inbox<SystemMessage> _system;
    private int _scheduled;
    private volatile bool _isTerminated;

    protected ActorCell(ActorSystem system, ActorCell? parent, string path, SupervisorStrategy supervision)
    {
        System = system;
        _parent = parent;
        Path = path;
        _supervision = supervision;

        // Whoever waits for an actor's end waits for a root's.
        _terminated = parent is null ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }

    public ActorSystem System { get; }

    public string Path { get; }

    public bool IsTerminated => _isTerminated;

    public TimeProvider Time => System.Options.Time;

    public Random Random => System.Options.Random;

    /// <summary>The end of a root actor.</summary>
    internal Task Terminated => _terminated!.Task;

    /// <summary>Counts restarts: what was begun by an earlier incarnation must not reach a later one.</summary>
    internal int Incarnation { get; private set; }

    protected Phase Now { get; private set; } = Phase.Starting;

    /// <summary>Whether user messages, timers and piped outcomes wait: an event is on its way to the journal.</summary>
    internal bool IsSuspended { get; private set; }

    protected abstract bool HasUserMessage { get; }

    void IThreadPoolWorkItem.Execute() => Run();

    private bool HasWork => !_system.IsEmpty || Now switch
    {
        Phase.Running => !IsSuspended && (HasUserMessage || HasDeferred),
        Phase.Stopped => HasUserMessage,
        _ => false,
    };

    public void Run()
    {
        var left = MessagesPerTurn;
        while (left > 0 && TryStep())
        {
            left--;
        }

        Volatile.Write(ref _scheduled, 0);

        // Pairs with the fence before Schedule: who puts something in now sees the flag down, or it is seen here.
        Interlocked.MemoryBarrier();
        if (HasWork)
        {
            Schedule();
        }
    }

    internal void Post(SystemMessage message)
    {
        _system.Add(message);
        Schedule();
    }

    internal void Start()
    {
        System.OnStarted(Path);
        Post(new Begin(this));
    }

    internal void PostStopRequest() => Post(new StopRequest(this));

    /// <summary>Behind whatever was put in, which is a full fence.</summary>
    protected void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            System.Options.Dispatcher.Schedule(this);
        }
    }

    /// <summary>Does the next thing that waits; false: nothing may be done now.</summary>
    private bool TryStep()
    {
        if (_system.Take() is { } message)
        {
            Handle(message);
            return true;
        }

        if (Now == Phase.Stopped)
        {
            // Told while the actor was terminating: the teller saw it alive, and nobody else will find the message.
            DropUserMessages();
            return false;
        }

        if (Now != Phase.Running || IsSuspended)
        {
            return false;
        }

        if (_deferred.TryDequeue(out var deferred))
        {
            Bring(deferred);
            return true;
        }

        return TryReceive();
    }

    /// <summary>A failure goes to the supervisor.</summary>
    private void Handle(SystemMessage message)
    {
        try
        {
            message.Handle();
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    /// <summary>A failure goes to the supervisor.</summary>
    private void Bring(Delivery deferred)
    {
        try
        {
            deferred.Bring();
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    /// <summary>
    /// What PostStop would begin belonged to the next incarnation, or to nobody: its own is taken down already.
    /// </summary>
    internal void ThrowIfEnded()
    {
        if (Now != Phase.Running)
        {
            throw new InvalidOperationException(
                $"actor {Path} has ended; in PostStop it starts no child, timer, watch or write and pipes no task");
        }
    }

    /// <summary>Makes a fresh incarnation and runs its PreStart.</summary>
    protected abstract void Incarnate();

    /// <summary>Runs the incarnation's PostStop, if there is one, and lets it go.</summary>
    protected abstract void Discard();

    /// <summary>Drops what waits in the mailbox as dead letters.</summary>
    protected abstract void DropUserMessages();

    /// <summary>Handles one user message; false: there is none.</summary>
    protected abstract bool TryReceive();

    /// <summary>Whether this incarnation still handles messages.</summary>
    protected internal bool IsRunning(int incarnation) => Now == Phase.Running && Incarnation == incarnation;

    internal void Suspend() => IsSuspended = true;

    internal void Resume() => IsSuspended = false;

    protected enum Phase
    {
        /// <summary>No incarnation yet, or none until the backoff is over.</summary>
        Starting,

        /// <summary>Messages are handled.</summary>
        Running,

        /// <summary>Children stop, and writes settle, before the incarnation is replaced.</summary>
        Restarting,

        /// <summary>Children stop, and writes settle, before the actor terminates.</summary>
        Stopping,

        /// <summary>Terminated.</summary>
        Stopped,
    }
}
