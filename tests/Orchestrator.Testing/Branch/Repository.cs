namespace Orchestrator.Testing.Branch;

/// <summary>The tree that these tests were built from.</summary>
public static class Repository
{
    // bin/<Configuration>/net10.0/ of a test project, which stands in tests/.
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static readonly string Root = Output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>A file of the tree.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>An executable project's assembly, built in the configuration of the running test.</summary>
    /// <param name="folder"><c>src</c> or <c>tests</c>.</param>
    /// <param name="project">The project.</param>
    /// <param name="name">The assembly's name, where it is not the project's.</param>
    public static string Assembly(string folder, string project, string? name = null)
    {
        var configuration = Output.Parent!.Name;
        var path = File(folder, project, "bin", configuration, Output.Name, (name ?? project) + ".dll");
        Assert.True(
            System.IO.File.Exists(path), $"{path} is missing: build the solution in configuration {configuration}");
        return path;
    }
}
