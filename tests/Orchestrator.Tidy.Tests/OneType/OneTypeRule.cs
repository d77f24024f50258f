using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.OneType;

/// <summary>
/// Responsible for finding a type by its file: one top-level type a file, named as the file. The cases of that type
/// stand beside it, because a closed hierarchy is read as one page.
/// </summary>
/// <param name="groupSuffixes">
/// Ends of file names that hold a family, which is read as one page. Each must be in use: this list only shrinks.
/// </param>
internal sealed class OneTypeRule(params string[] groupSuffixes) : IRule
{
    private const string Rule = "one type a file, named as the file";

    public IEnumerable<string> Check(SourceTree tree)
    {
        var unused = groupSuffixes.ToHashSet();
        foreach (var file in tree.CSharp)
        {
            var types = TopLevelTypes(file.Syntax).GroupBy(NameOf).Select(group => group.First()).ToList();
            if (types.Count > 1 && groupSuffixes.FirstOrDefault(suffix =>
                file.Stem.EndsWith(suffix, StringComparison.Ordinal)) is { } used)
            {
                unused.Remove(used);
            }
            else
            {
                var own = types.FirstOrDefault(type => IsNamedAs(type, file.Stem));
                foreach (var type in types.Where(type => type != own && (own is null || !IsCaseOf(type, own, types))))
                {
                    yield return file.Violation(type, NameOf(type), Rule, $"move it to {NameOf(type)}.cs");
                }
            }
        }

        foreach (var suffix in unused)
        {
            yield return $"tests:1: no file *{suffix}.cs holds a family, exceptions shrink, remove the suffix";
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SyntaxNode parent) =>
        parent.ChildNodes().OfType<MemberDeclarationSyntax>().SelectMany(member => member switch
        {
            BaseNamespaceDeclarationSyntax space => TopLevelTypes(space),
            BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => [member],
            _ => [],
        });

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => "",
    };

    /// <summary>Whether a type derives from the file's own, directly or through others of the file.</summary>
    private static bool IsCaseOf(
        MemberDeclarationSyntax type, MemberDeclarationSyntax own, IReadOnlyList<MemberDeclarationSyntax> types) =>
        type is BaseTypeDeclarationSyntax { BaseList.Types: [{ Type: SimpleNameSyntax parent }, ..] }
        && types.FirstOrDefault(other => NameOf(other) == parent.Identifier.Text) is { } found
        && (found == own || IsCaseOf(found, own, types));

    /// <summary>
    /// <c>Type</c>, <c>Type.Part</c> of a partial one, or <c>TypeOfMessage</c> of <c>Type&lt;TMessage&gt;</c>.
    /// </summary>
    private static bool IsNamedAs(MemberDeclarationSyntax type, string stem)
    {
        var name = NameOf(type);
        return stem == name
            || type.Modifiers.Any(SyntaxKind.PartialKeyword) && stem.StartsWith(name + '.', StringComparison.Ordinal)
            || type is TypeDeclarationSyntax { TypeParameterList.Parameters: [{ } only] }
                && stem == $"{name}Of{only.Identifier.Text.TrimStart('T')}";
    }
}
