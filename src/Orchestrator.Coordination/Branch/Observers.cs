using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for telling every observer one thing at a time.</summary>
internal sealed class Observers
{
    private readonly Lock _telling = new();
    private readonly List<Action<CoordinationEvent>> _observers = [];

    public IDisposable Add(Action<CoordinationEvent> observer)
    {
        lock (_telling)
        {
            _observers.Add(observer);
        }

        return new Subscription(this, observer);
    }

    public void Tell(CoordinationEvent @event)
    {
        lock (_telling)
        {
            foreach (var observer in _observers.ToList())
            {
                observer(@event);
            }
        }
    }

    private sealed class Subscription(Observers owner, Action<CoordinationEvent> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._telling)
            {
                owner._observers.Remove(observer);
            }
        }
    }
}
