namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>One direction of a connection between nodes: what is sent arrives in order and late; while the way is
/// blocked it waits, as TCP's does.</summary>
internal sealed class Lane(NodesWorld nodes, Way way)
{
    private readonly Queue<Item> _sent = [];
    private DateTimeOffset _last;
    private bool _isRunning;
    private bool _isDead;

    public int Waiting => _sent.Count;

    /// <param name="arrives">What happens at the other end.</param>
    public void Send(Action arrives)
    {
        if (_isDead)
        {
            return;
        }

        var due = nodes.Now + nodes.Network.Travel();
        _last = due > _last ? due : _last;
        _sent.Enqueue(new Item(_last, arrives));
        Run();
    }

    /// <summary>Nothing arrives any more.</summary>
    public void Die()
    {
        _isDead = true;
        _sent.Clear();
    }

    /// <summary>The way is open again.</summary>
    public void Run()
    {
        if (_isRunning || _sent.Count == 0 || nodes.Network.IsBlocked(way))
        {
            return;
        }

        _isRunning = true;
        var after = _sent.Peek().Due - nodes.Now;
        nodes.Later(after > TimeSpan.Zero ? after : TimeSpan.Zero, Arrive);
    }

    private void Arrive()
    {
        _isRunning = false;
        if (nodes.Network.IsBlocked(way))
        {
            return;
        }

        while (_sent.TryPeek(out var item) && item.Due <= nodes.Now)
        {
            _sent.Dequeue();
            item.Arrives();
        }

        Run();
    }

    private readonly record struct Item(DateTimeOffset Due, Action Arrives);
}
