using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests;

/// <summary>
/// The two things that every rule has to show: this tree keeps it, and a planted violation does not pass.
/// </summary>
internal static class Expect
{
    public static void Kept(IRule rule)
    {
        var violations = rule.Check(Repository.Tree).ToList();
        Assert.True(violations.Count == 0, $"{violations.Count} violation(s):\n{string.Join('\n', violations)}");
    }

    /// <summary>
    /// Exactly these places (<c>path:line</c>, in the order of the tree) are violations, and no other.
    /// </summary>
    public static void Caught(IRule rule, SourceTree tree, params string[] places)
    {
        var violations = rule.Check(tree).ToList();
        Assert.True(
            places.SequenceEqual(violations.Select(PlaceOf)),
            $"expected at:\n{string.Join('\n', places)}\nfound:\n{string.Join('\n', violations)}");
    }

    private static string PlaceOf(string violation) => violation[..violation.IndexOf(": ", StringComparison.Ordinal)];
}
