namespace Orchestrator.Tidy.Tests.Tree;

/// <summary>What the rules read: paths and texts, of this repository or of a small tree that a test plants.</summary>
internal sealed class SourceTree(IEnumerable<SourceFile> files)
{
    public IReadOnlyList<SourceFile> Files { get; } = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    public IEnumerable<SourceFile> CSharp => Files.Where(file => file.Extension == ".cs");

    public IEnumerable<SourceFile> Projects => Files.Where(file => file.IsProject);

    public static SourceTree Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, file.Text)));

    public SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);
}
