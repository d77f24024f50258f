using System.Collections.Concurrent;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Tests.Calls;

/// <summary>Opens connections to nobody, which answer until they are told to hang.</summary>
internal sealed class ScriptedOpener : IConnectionOpener
{
    private readonly ConcurrentDictionary<VirConnectHandle, TaskCompletionSource> _connections = [];
    private VirConnectHandle? _latest;
    private int _closed;

    /// <summary>Whether the sockets are broken.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How an opening ends; until it does the opening hangs.</summary>
    public Task Opening { get; init; } = Task.CompletedTask;

    public int Opened => _connections.Count;

    public int Closed => Volatile.Read(ref _closed);

    /// <summary>Told when somebody asks a connection that hangs.</summary>
    public TaskCompletionSource Asked { get; private set; } = New();

    public VirConnectHandle Open(IDomainEventObserver observer)
    {
        Opening.GetAwaiter().GetResult();
        var connection = new VirConnectHandle(0);
        var answering = New();
        answering.SetResult();
        _connections[connection] = answering;
        Volatile.Write(ref _latest, connection);
        return connection;
    }

    public bool Answers(VirConnectHandle connection)
    {
        var answering = _connections[connection];
        if (!answering.Task.IsCompleted)
        {
            Asked.TrySetResult();
        }

        answering.Task.Wait();
        return true;
    }

    public bool IsOpen(VirConnectHandle connection) => !IsBroken;

    public void Close(VirConnectHandle connection) => Interlocked.Increment(ref _closed);

    /// <summary>The latest connection answers no more.</summary>
    public void Hang()
    {
        Asked = New();
        _connections[Volatile.Read(ref _latest)!] = New();
    }

    public void GoOn()
    {
        foreach (var answering in _connections.Values)
        {
            answering.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
