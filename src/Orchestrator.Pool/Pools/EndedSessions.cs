using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// The newest sessions of which nothing is left to be done, for an operator to see. They stand apart from those that go
/// on, because the pool looks over these with every report.
/// </summary>
/// <param name="keptMax">How many are kept.</param>
internal sealed class EndedSessions(int keptMax)
{
    private readonly SortedList<ulong, SessionEntry> _oldestFirst = [];

    public IEnumerable<SessionEntry> All => _oldestFirst.Values;

    public SessionEntry? Find(SessionId session) => _oldestFirst.GetValueOrDefault(session.Value);

    /// <returns>The session that is forgotten for it, itself with none to be kept; or null.</returns>
    public SessionEntry? Add(SessionEntry session)
    {
        _oldestFirst.Add(session.Id.Value, session);
        if (_oldestFirst.Count <= keptMax)
        {
            return null;
        }

        var oldest = _oldestFirst.GetValueAtIndex(0);
        _oldestFirst.RemoveAt(0);
        return oldest;
    }
}
