using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.Solution;

public sealed class PackagesRuleTests
{
    private const string Central = "Directory.Packages.props";

    private static readonly PackagesRule Rule = new();

    [Fact]
    public void Tree_AsItIs_NamesItsPackagesOnce() => Expect.Kept(Rule);

    [Theory]
    [InlineData("1.*")]
    [InlineData("[1.0.0,2.0.0)")]
    [InlineData("1.0")]
    [InlineData("")]
    public void Version_NotExact_IsCaught(string version) =>
        Expect.Caught(
            Rule, Packages($"<!-- why -->\n<PackageVersion Include='A' Version='{version}' />"), Central + ":3");

    [Theory]
    [InlineData("<PackageVersion Include='A' Version='1.0.0' />", 2)]
    [InlineData("<!-- -->\n<PackageVersion Include='A' Version='1.0.0' />", 3)]
    [InlineData("<!-- why -->\n\n<PackageVersion Include='A' Version='1.0.0' />", 4)]
    public void Package_WithoutComment_IsCaught(string packages, int line) =>
        Expect.Caught(Rule, Packages(packages), $"{Central}:{line}");

    [Fact]
    public void Group_WithOneComment_Passes() => Expect.Caught(Rule, Packages(
        "<!-- why -->\n<PackageVersion Include='A' Version='1.0.0' />\n"
        + "<PackageVersion Include='B' Version='2.0.0-rc.1' />"));

    [Theory]
    [InlineData("<PackageReference Include='A' Version='1.0.0' />")]
    [InlineData("<PackageReference Include='A' VersionOverride='1.0.0' />")]
    [InlineData("<PackageReference Include='A'><Version>1.0.0</Version></PackageReference>")]
    [InlineData("<PackageVersion Include='A' Version='1.0.0' />")]
    public void Project_WithAVersion_IsCaught(string reference) => Expect.Caught(
        Rule, SourceTree.Of(("src/A/A.csproj", $"<Project>\n{reference}\n</Project>")), "src/A/A.csproj:2");

    [Fact]
    public void Project_WithoutVersion_Passes() => Expect.Caught(
        Rule, SourceTree.Of(("src/A/A.csproj", "<Project><PackageReference Include='A' /></Project>")));

    private static SourceTree Packages(string packages) =>
        SourceTree.Of((Central, $"<Project>\n{packages}\n</Project>"));
}
