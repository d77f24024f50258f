namespace Orchestrator.Coordination.Gateway;

/// <summary>Responsible for which member is asked: the one that answered last, and the others after it.</summary>
internal sealed class EndpointRing
{
    private readonly Uri[] _endpoints;
    private int _first;

    public EndpointRing(IReadOnlyList<Uri> endpoints)
    {
        if (endpoints.Count == 0)
        {
            throw new ArgumentException("etcd needs one endpoint at least", nameof(endpoints));
        }

        _endpoints = [.. endpoints];
    }

    public IReadOnlyList<Uri> InOrder()
    {
        var first = Volatile.Read(ref _first);
        return [.. _endpoints[first..], .. _endpoints[..first]];
    }

    /// <summary>The next call begins behind this one, unless another call has said so already.</summary>
    public void PassOver(Uri endpoint)
    {
        var index = Array.IndexOf(_endpoints, endpoint);
        Interlocked.CompareExchange(ref _first, (index + 1) % _endpoints.Length, index);
    }
}
