namespace Orchestrator.Pool.Pools;

/// <summary>What an operator must know now, one alarm a topic; raising a topic again replaces its text.</summary>
internal sealed class AlarmBoard
{
    private readonly SortedDictionary<AlarmTopic, string> _alarms = [];

    public IReadOnlyList<string> Texts => [.. _alarms.Values];

    /// <returns>Whether the operator did not know this yet.</returns>
    public bool Raise(AlarmTopic topic, string text)
    {
        var known = _alarms.TryGetValue(topic, out var before) && before == text;
        _alarms[topic] = text;
        return !known;
    }

    public void Lower(AlarmTopic topic) => _alarms.Remove(topic);

    public bool IsRaised(AlarmTopic topic) => _alarms.ContainsKey(topic);
}
