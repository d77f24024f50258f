using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.EventIds;

public sealed class EventIdsRuleTests
{
    private const string Relay = "src/Orchestrator.Relay/A.cs";

    private static readonly EventIdsRule Rule = new();

    [Fact]
    public void Tree_AsItIs_GivesEachMessageItsId() => Expect.Kept(Rule);

    [Theory]
    [InlineData("[LoggerMessage(3999, LogLevel.Debug, \"\")]")]
    [InlineData("[LoggerMessage(EventId = 5000, Level = LogLevel.Debug)]")]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug, Message = \"\")]")]
    [InlineData("[LoggerMessage(LogLevel.Debug, \"\")]")]
    public void Id_MissingOrOutsideItsBlock_IsCaught(string attribute) =>
        Expect.Caught(Rule, SourceTree.Of((Relay, Message(attribute))), Relay + ":2");

    [Fact]
    public void Id_TakenTwice_IsCaught()
    {
        var message = Message("[LoggerMessage(4000, LogLevel.Debug, \"\")]");
        const string Second = "src/Orchestrator.Relay/B.cs";
        Expect.Caught(Rule, SourceTree.Of((Relay, message), (Second, message)), Second + ":2");
    }

    [Fact]
    public void Project_WithoutABlock_IsCaught() => Expect.Caught(
        Rule,
        SourceTree.Of(("src/Orchestrator.Extras/A.cs", Message("[LoggerMessage(7000, LogLevel.Debug, \"\")]"))),
        "src/Orchestrator.Extras/A.cs:2");

    [Fact]
    public void Id_OfItsBlockOnce_Passes() => Expect.Caught(Rule, SourceTree.Of(
        (Relay, Message("[LoggerMessage(4999, LogLevel.Debug, \"\")]")),
        ("src/Orchestrator.Pool/A.cs", Message("[LoggerMessage(EventId = 5000)]"))));

    private static string Message(string attribute) => $$"""
        static partial class Log {
            {{attribute}}
            public static partial void Refused(ILogger logger);
        }
        """;
}
