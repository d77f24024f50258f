namespace Orchestrator.Testing.Nodes;

/// <summary>Kiosks at which one visitor follows the other until it is told to stop.</summary>
public sealed class Crowd
{
    private readonly List<Visitor> _visitors = [];
    private Task _all = Task.CompletedTask;
    private volatile bool _isOver;
    private int _served;

    private Crowd()
    {
    }

    /// <summary>Visitors that have worked on a desktop.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <param name="kiosks">Where; each calls another server first.</param>
    /// <param name="servers">The branch's servers.</param>
    public static Crowd Start(IEnumerable<Station> kiosks, IReadOnlyList<BranchServer> servers)
    {
        ArgumentNullException.ThrowIfNull(kiosks);
        ArgumentNullException.ThrowIfNull(servers);
        var crowd = new Crowd();
        crowd._visitors.AddRange(kiosks.Select((kiosk, index) => new Visitor(
            kiosk, [.. servers.Skip(index % servers.Count), .. servers.Take(index % servers.Count)])));
        crowd._all = Task.WhenAll(crowd._visitors.Select(crowd.VisitAsync));
        return crowd;
    }

    /// <summary>Lets those who wait get their desktops, and no other come.</summary>
    /// <returns>Servers that took a call and said nothing.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        _isOver = true;
        await _all;
        return [.. _visitors.SelectMany(visitor => visitor.Unanswered)];
    }

    private async Task VisitAsync(Visitor visitor)
    {
        while (!_isOver)
        {
            await visitor.GetServedAsync();
            Interlocked.Increment(ref _served);
        }
    }
}
