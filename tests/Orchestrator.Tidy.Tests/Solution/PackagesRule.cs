using System.Text.RegularExpressions;
using System.Xml.Linq;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

/// <summary>
/// Responsible for packages: each is named in one place, with one exact version and with what it is for, so that two
/// builds of one commit are the same and nobody has to guess why a package is there.
/// </summary>
internal sealed partial class PackagesRule : IRule
{
    private const string Central = "Directory.Packages.props";

    public IEnumerable<string> Check(SourceTree tree) =>
        tree.Files.Where(file => file.Extension is ".csproj" or ".props" or ".targets").SelectMany(
            file => file.Name == Central ? CheckVersions(file) : CheckReferences(file));

    private static IEnumerable<string> CheckVersions(SourceFile file)
    {
        foreach (var version in file.Xml().Descendants("PackageVersion"))
        {
            var package = (string?)version.Attribute("Include");
            if (!ExactVersion().IsMatch((string?)version.Attribute("Version") ?? ""))
            {
                yield return file.Violation(version, $"{package} has no exact version",
                    "two builds of one commit are the same", "write one version, without range or wildcard");
            }

            if (!IsExplained(version))
            {
                yield return file.Violation(version, $"{package} is not explained",
                    "a package says what it is for", "write a comment above it or above its group");
            }
        }
    }

    private static IEnumerable<string> CheckReferences(SourceFile file) =>
        from reference in file.Xml().Descendants()
        where reference.Name.LocalName is "PackageReference" or "PackageVersion"
        where reference.Name.LocalName == "PackageVersion"
            || reference.Attributes().Select(attribute => attribute.Name.LocalName)
                .Concat(reference.Elements().Select(element => element.Name.LocalName))
                .Any(name => name is "Version" or "VersionOverride")
        select file.Violation(reference, $"a version of {(string?)reference.Attribute("Include")}",
            $"versions stand in {Central} only", "move it there");

    /// <summary>A group is what no empty line parts; the comment stands above its first package.</summary>
    private static bool IsExplained(XElement version)
    {
        for (var above = version.PreviousNode; above is not null; above = above.PreviousNode)
        {
            if (above is XComment comment)
            {
                return comment.Value.Trim().Length > 0;
            }

            if (above is XText space && space.Value.Count(letter => letter == '\n') > 1)
            {
                return false;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
