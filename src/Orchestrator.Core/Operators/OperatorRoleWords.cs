namespace Orchestrator.Core.Operators;

/// <summary>Roles as operators write them.</summary>
public static class OperatorRoleWords
{
    public static IReadOnlyList<string> All { get; } = ["viewer", "operator", "admin"];

    public static string Word(this OperatorRole role) => All[(int)role - 1];

    /// <exception cref="FormatException">There is no such role.</exception>
    public static OperatorRole Parse(string word)
    {
        var index = All.ToList().IndexOf(word);
        return index >= 0
            ? (OperatorRole)(index + 1)
            : throw new FormatException($"'{word}' is no role; roles are {string.Join(", ", All)}");
    }
}
