using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orchestrator.Tidy.Tests.Tree;

/// <summary>One text file of the tree; its path is relative to the root and has forward slashes.</summary>
internal sealed class SourceFile(string path, string text)
{
    // Preview: the newest syntax must parse whatever version this parser takes for its default.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private readonly Lazy<CompilationUnitSyntax> _syntax = new(
        () => CSharpSyntaxTree.ParseText(text, Options, path).GetCompilationUnitRoot());

    public string Path => path;

    public string Text => text;

    /// <summary>The file's lines, without their ends; a final line end opens no further line.</summary>
    public string[] Lines { get; } = text.TrimEnd('\n').Split('\n');

    public string Name => path[(path.LastIndexOf('/') + 1)..];

    public string Stem => System.IO.Path.GetFileNameWithoutExtension(path);

    public string Extension => System.IO.Path.GetExtension(path);

    public IReadOnlyList<string> Folders => path.Split('/')[..^1];

    public bool IsSource => path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsProject => Extension == ".csproj";

    /// <summary>
    /// The folder below <c>src/</c> or <c>tests/</c>, which is named as its project; empty elsewhere.
    /// </summary>
    public string Project => Folders is [("src" or "tests"), var project, ..] ? project : "";

    public CompilationUnitSyntax Syntax => _syntax.Value;

    public XDocument Xml() => XDocument.Parse(text, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);

    /// <summary>The path from the root that a path in this file, which is relative to it, stands for.</summary>
    public string Resolve(string relative) => System.IO.Path.GetFullPath(
        System.IO.Path.Combine("/", string.Join('/', Folders), relative.Replace('\\', '/')))[1..];

    public string Violation(int line, string what, string rule, string remedy) =>
        $"{path}:{line}: {what}, {rule}, {remedy}";

    public string Violation(SyntaxNodeOrToken at, string what, string rule, string remedy) =>
        Violation(at.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1, what, rule, remedy);

    public string Violation(XObject at, string what, string rule, string remedy) =>
        Violation(((IXmlLineInfo)at).LineNumber, what, rule, remedy);
}
