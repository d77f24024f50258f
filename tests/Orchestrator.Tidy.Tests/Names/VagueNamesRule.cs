using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Names;

/// <summary>Responsible for names that say what a thing is: a vague one is where everything ends up.</summary>
internal sealed partial class VagueNamesRule : IRule
{
    private const string Rule = "a name says what the thing is";

    public IEnumerable<string> Check(SourceTree tree)
    {
        foreach (var file in tree.Files)
        {
            foreach (var part in file.Path.Split('/').Where(part => Vague().IsMatch(part)))
            {
                yield return file.Violation(1, part, Rule, "rename it after what it does");
            }

            if (file.Extension != ".cs")
            {
                continue;
            }

            // A type that is named as its file is reported once, by the file.
            foreach (var type in file.Syntax.DescendantNodes().Where(node => NameOf(node) is { } name
                && Vague().IsMatch(name) && name != file.Stem))
            {
                yield return file.Violation(type, NameOf(type)!, Rule, "rename it after what it does");
            }
        }
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        _ => null,
    };

    // A word of its own: no lower case letter goes on from it but a plural's.
    [GeneratedRegex("(Common|Util|Utils|Utility|Utilities|Helper|Manager|Processor)s?(?![a-z])")]
    private static partial Regex Vague();
}
