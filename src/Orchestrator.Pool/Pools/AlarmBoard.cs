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

/// <summary>Topics in the order of urgency.</summary>
internal enum AlarmTopic
{
    /// <summary>The hypervisor cannot be reached.</summary>
    Hypervisor,

    /// <summary>The golden image may not be cloned.</summary>
    GoldenImage,

    /// <summary>Overlays cannot be written, or every slot meets the same fault.</summary>
    Storage,

    /// <summary>Slots rest after repeated failures.</summary>
    Quarantine,

    /// <summary>Something without an owner could not be deleted.</summary>
    Orphans,

    /// <summary>An operator cleared the pool without refilling it.</summary>
    Drained,
}
