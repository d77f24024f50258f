using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.References;

public sealed class ReferencesRuleTests
{
    private static readonly ReferencesRule Rule = new();

    [Fact]
    public void Tree_AsItIs_KeepsItsLayers() => Expect.Kept(Rule);

    [Theory]
    [InlineData("Relay", "../Orchestrator.Libvirt/Orchestrator.Libvirt.csproj")]
    [InlineData("Libvirt", "../Orchestrator.Pool/Orchestrator.Pool.csproj")]
    [InlineData("Pool", "../Orchestrator.Journal/Orchestrator.Journal.csproj")]
    [InlineData("Core", "../Orchestrator.Actors/Orchestrator.Actors.csproj")]
    [InlineData("Daemon", "../Orchestrator.Cli/Orchestrator.Cli.csproj")]
    [InlineData("Daemon", "../../tests/Orchestrator.Pool/Orchestrator.Pool.csproj")]
    public void Reference_OutsideTheTable_IsCaught(string project, string target)
    {
        var path = $"src/Orchestrator.{project}/Orchestrator.{project}.csproj";
        Expect.Caught(Rule, SourceTree.Of((path, Project("ProjectReference", target))), $"{path}:3");
    }

    [Fact]
    public void Reference_InTheTable_Passes() => Expect.Caught(Rule, SourceTree.Of(
        ("src/Orchestrator.Journal/Orchestrator.Journal.csproj",
            Project("ProjectReference", @"..\Orchestrator.Actors\Orchestrator.Actors.csproj"))));

    [Theory]
    [InlineData("Core", "PackageReference")]
    [InlineData("Actors", "FrameworkReference")]
    [InlineData("Contracts", "PackageReference")]
    public void Package_WhereNoneMayBe_IsCaught(string project, string kind)
    {
        var path = $"src/Orchestrator.{project}/Orchestrator.{project}.csproj";
        Expect.Caught(Rule, SourceTree.Of((path, Project(kind, "YamlDotNet"))), $"{path}:3");
    }

    [Fact]
    public void Project_NotInTheTable_IsCaught()
    {
        const string Path = "src/Orchestrator.Extras/Orchestrator.Extras.csproj";
        Expect.Caught(Rule, SourceTree.Of((Path, "<Project />")), Path + ":1");
    }

    [Fact]
    public void SharedProps_WithAReference_IsCaught()
    {
        const string Path = "src/Directory.Build.props";
        Expect.Caught(Rule, SourceTree.Of((Path, Project("PackageReference", "YamlDotNet"))), Path + ":3");
    }

    private static string Project(string kind, string target) => $"""
        <Project>
          <ItemGroup>
            <{kind} Include="{target}" />
          </ItemGroup>
        </Project>
        """;
}
