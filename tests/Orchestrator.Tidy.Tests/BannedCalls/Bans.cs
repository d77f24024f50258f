using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;
using static Orchestrator.Tidy.Tests.BannedCalls.CallSyntax;

namespace Orchestrator.Tidy.Tests.BannedCalls;

/// <summary>The table of bans: where, what, why not, what instead.</summary>
internal static class Bans
{
    /// <summary>Names that are banned with a member, and so must be written before it.</summary>
    private static readonly string[] BannedTypes =
    [
        "DateTime", "DateTimeOffset", "Stopwatch", "Environment", "Task", "Thread", "Monitor", "Console", "Random",
        "Guid",
    ];

    public static IReadOnlyList<Ban> All { get; } = [.. Time(), .. Waiting(), .. Chance(), .. Core(), .. Actors()];

    private static IEnumerable<Ban> Time()
    {
        const string Rule = "time comes from a TimeProvider only";
        yield return new(Anywhere, node => IsMember(node, "DateTime", "Now", "UtcNow", "Today")
            || IsMember(node, "DateTimeOffset", "Now", "UtcNow"), Rule, "ask the TimeProvider you are given");
        yield return new(Source, node => IsMember(node, "Stopwatch")
            || IsMember(node, "Environment", "TickCount", "TickCount64"), Rule, "use TimeProvider.GetTimestamp");
        yield return new(Anywhere, IsDelayWithoutClock, Rule, "pass the TimeProvider to Task.Delay");
        yield return new(Anywhere, node => IsMember(node, "Thread", "Sleep"), Rule, "await an event, or Task.Delay");
        yield return new(Anywhere, node => IsHidden(node, BannedTypes), "a banned call must be seen by its type's name",
            "write the type where it is used");
    }

    private static IEnumerable<Ban> Waiting()
    {
        const string Rule = "nothing blocks a pool thread";
        yield return new(Anywhere, IsAsyncVoid, "a failure of async void ends the process", "return Task");
        yield return new(Source, node => MemberOf(node) == "Result" && !IsKnownComplete(node), Rule, "await it");
        yield return new(Source, node => IsCalled(node, "Wait", "WaitAll", "WaitAny", "WaitOne"), Rule, "await it");
        yield return new(Source, node => IsCalled(node, "GetResult"), Rule, "await it");
        yield return new(file => file.Name != "Program.cs" && file.Project != "Orchestrator.Cli",
            node => IsMember(node, "Console", "Write", "WriteLine", "Out", "Error"),
            "only a program's own file knows the console", "log it, or take a TextWriter");
    }

    private static IEnumerable<Ban> Chance()
    {
        const string Rule = "chance comes from a seed";
        yield return new(Anywhere, IsUnseededRandom, Rule, "take a Random");
        yield return new(file => Source(file) && file.Project != "Orchestrator.Daemon",
            node => IsMember(node, "Random", "Shared"), Rule, "take a Random, the composition root knows which");
    }

    private static IEnumerable<Ban> Core()
    {
        const string Rule = "Core is pure";
        yield return new(InCore, node => IsMember(node, "Guid", "NewGuid"), Rule, "take an IdMint");
        yield return new(InCore, node => IsName(node, "Task", "ValueTask", "TimeProvider"), Rule,
            "decide here, wait and ask for the time in the actor");
        yield return new(InCore, node => IsNamespace(node, "System.IO", "System.Net.Sockets", "System.Threading.Tasks"),
            Rule, "put it behind a driver");
        yield return new(InCore, node => IsName(node, "File", "Directory", "FileStream", "Socket", "HttpClient"), Rule,
            "put it behind a driver");
    }

    private static IEnumerable<Ban> Actors()
    {
        const string Rule = "an actor has its state to itself and never waits";
        yield return new(InPool, node => node is LockStatementSyntax || IsMember(node, "Monitor"), Rule,
            "send a message");
        yield return new(InPool, node => IsMember(node, "Thread")
            || node is ObjectCreationExpressionSyntax made && LastName(made.Type) == "Thread", Rule,
            "pipe a task to self");
    }

    private static bool Anywhere(SourceFile file) => true;

    private static bool Source(SourceFile file) => file.IsSource;

    private static bool InCore(SourceFile file) => file.IsSource && file.Project == "Orchestrator.Core";

    private static bool InPool(SourceFile file) => file.IsSource && file.Project == "Orchestrator.Pool";
}
