using System.Globalization;

namespace Orchestrator.Testing.Nodes;

/// <summary>Who has started whom, by the kernel's word.</summary>
internal static class ProcessTree
{
    /// <summary>The one child of a process; there is one.</summary>
    public static int ChildOf(int processId) => int.Parse(
        Assert.Single(ChildrenOf(processId)), CultureInfo.InvariantCulture);

    public static string[] ChildrenOf(int processId) =>
        File.ReadAllText($"/proc/{processId}/task/{processId}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
