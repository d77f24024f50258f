namespace Orchestrator.Core.Alarms;

public static class AlarmIds
{
    private static readonly Dictionary<AlarmId, string> Words =
        Enum.GetValues<AlarmId>().ToDictionary(id => id, Hyphenate);

    /// <summary>The id as one stable word that a script may compare: <c>hypervisor-unreachable</c>.</summary>
    public static string Word(this AlarmId id) => Words[id];

    private static string Hyphenate(AlarmId id) => string.Concat(id.ToString().Select(
        (letter, at) => (at > 0 && char.IsUpper(letter) ? "-" : string.Empty) + char.ToLowerInvariant(letter)));
}
