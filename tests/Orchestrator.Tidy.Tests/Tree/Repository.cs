using System.Diagnostics;

namespace Orchestrator.Tidy.Tests.Tree;

/// <summary>
/// This repository as it is on disk: what git tracks or would track, so never what a build leaves behind.
/// </summary>
internal static class Repository
{
    public const string Solution = "Orchestrator.sln";

    private static readonly Lazy<SourceTree> Loaded = new(Load);

    public static SourceTree Tree => Loaded.Value;

    private static SourceTree Load()
    {
        var root = FindRoot();
        // A file that is deleted and not committed yet is still listed, and is no part of the tree any more.
        var paths = Listing(root).Where(path => File.Exists(Path.Combine(root, path)));
        return new SourceTree(paths.Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path)))));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no {Solution} above {AppContext.BaseDirectory}");
    }

    private static string[] Listing(string root)
    {
        string[] arguments = ["-c", "core.quotePath=false", "ls-files", "-co", "--exclude-standard", "-z"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"git ls-files ended with {git.ExitCode} in {root}");
    }
}
