using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests;

/// <summary>A rule of the tree. Pure: the same tree gives the same violations, and nothing else is read.</summary>
internal interface IRule
{
    /// <returns>One line a violation: <c>path:line: what, rule, what to do</c>.</returns>
    IEnumerable<string> Check(SourceTree tree);
}
