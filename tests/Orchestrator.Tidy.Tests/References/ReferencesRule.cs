using System.Xml.Linq;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.References;

/// <summary>
/// Responsible for who may know whom. The compiler accepts every reference that makes no circle; the layers stand only
/// because this table is checked.
/// </summary>
internal sealed class ReferencesRule : IRule
{
    /// <summary>
    /// Every project of <c>src/</c> and what it may reference. Adapters know the drivers' contracts only.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Actors"] = [],
        ["Contracts"] = [],
        ["Drivers"] = ["Core"],
        // Beside the drivers: pbm makes a branch's first certificates without a daemon, and may know this too.
        ["Enrolment"] = ["Core"],
        ["Pool"] = ["Core", "Actors", "Drivers"],
        // Above the pools, because what a branch plans becomes their size; nothing of a pool knows it.
        ["Cluster"] = ["Core", "Actors", "Drivers", "Pool", "Enrolment"],
        ["Libvirt"] = ["Drivers"],
        ["Relay"] = ["Drivers"],
        ["Nftables"] = ["Drivers"],
        ["Coordination"] = ["Drivers"],
        // The journal's contract stands beside the persistent actor that it serves, not among the drivers.
        ["Journal"] = ["Actors", "Drivers"],
        ["Daemon"] =
        [
            "Core", "Actors", "Contracts", "Drivers", "Pool", "Libvirt", "Relay", "Nftables", "Coordination", "Journal",
            "Dashboard", "Cluster", "Enrolment",
        ],
        ["Dashboard"] = ["Contracts"],
        ["Cli"] = ["Contracts", "Enrolment"],
    };

    /// <summary>
    /// The base class library is all these have: it is what keeps them pure, or usable from anywhere.
    /// </summary>
    private static readonly string[] WithoutPackages = ["Core", "Actors", "Contracts", "Enrolment"];

    public IEnumerable<string> Check(SourceTree tree) => tree.Files
        .Where(file => file.IsSource)
        .SelectMany(file => file.Extension switch
        {
            ".csproj" => CheckProject(file),
            ".props" or ".targets" => CheckShared(file),
            _ => [],
        });

    private static IEnumerable<string> CheckProject(SourceFile file)
    {
        var project = Short(file.Stem);
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            yield return file.Violation(1, $"{file.Stem} is not in the table of references",
                "every project has its place in the layers", "add it to the table with what it may reference");
            yield break;
        }

        foreach (var (element, target) in References(file, "ProjectReference"))
        {
            var path = file.Resolve(target);
            var name = Path.GetFileNameWithoutExtension(path);
            if (!path.StartsWith("src/", StringComparison.Ordinal) || !allowed.Contains(Short(name)))
            {
                yield return file.Violation(element, $"references {name}",
                    $"{project} may reference {(allowed.Length == 0 ? "no project" : string.Join(' ', allowed))}",
                    "move what is needed to a project that both may know");
            }
        }

        if (WithoutPackages.Contains(project))
        {
            foreach (var (element, target) in References(file, "PackageReference", "FrameworkReference", "Reference"))
            {
                yield return file.Violation(element, $"references {target}", $"{project} references no package",
                    "put what needs it behind a driver");
            }
        }
    }

    /// <summary>A reference in a shared file would reach every project unseen by the table.</summary>
    private static IEnumerable<string> CheckShared(SourceFile file) =>
        References(file, "ProjectReference", "PackageReference", "FrameworkReference", "Reference").Select(found =>
            file.Violation(found.Element, $"references {found.Target} for every project",
                "references stand in the project that needs them", "move it there"));

    private static IEnumerable<(XElement Element, string Target)> References(SourceFile file, params string[] kinds) =>
        from element in file.Xml().Descendants()
        where kinds.Contains(element.Name.LocalName)
        from target in ((string?)element.Attribute("Include") ?? "").Split(';', StringSplitOptions.TrimEntries)
        where target.Length > 0
        select (element, target);

    private static string Short(string project) => project.Replace("Orchestrator.", "", StringComparison.Ordinal);
}
