using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.BannedCalls;

public sealed class BannedCallsRuleTests
{
    private const string Pool = "src/Orchestrator.Pool/A.cs";

    private static readonly AllowedCall[] Allowed =
    [
        new("src/Orchestrator.Actors/Persistence/PersistentActor.cs", "reading.Result", "called when it has ended"),
        new("src/Orchestrator.Journal/JournalWriter.cs", "_work.Wait", "blocks the journal's own thread"),
        new("src/Orchestrator.Libvirt/Calls/CallThreads.cs", "Monitor.Wait", "blocks a thread of its own"),
        new("src/Orchestrator.Pool/Pools/PoolActor.Positions.cs", "SignalText.Wait", "makes the text of a line"),
    ];

    [Fact]
    public void Tree_AsItIs_MakesNoBannedCall() => Expect.Kept(new BannedCallsRule(Allowed));

    [Theory]
    [InlineData("tests/A.cs", "var now = DateTime.UtcNow;")]
    [InlineData("tests/A.cs", "var now = global::System.DateTimeOffset.Now;")]
    [InlineData("tests/A.cs", "await Task.Delay(5);")]
    [InlineData("tests/A.cs", "await Task.Delay(5, timeout.Token);")]
    [InlineData("tests/A.cs", "Thread.Sleep(1);")]
    [InlineData("tests/A.cs", "async void F() { await G(); }")]
    [InlineData("tests/A.cs", "class A { async void F() => await G(); }")]
    [InlineData("tests/A.cs", "Console.WriteLine(1);")]
    [InlineData("tests/A.cs", "Random random = new();")]
    [InlineData("tests/A.cs", "using static System.Threading.Thread;")]
    [InlineData("tests/A.cs", "using D = System.DateTime;")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var start = Stopwatch.GetTimestamp();")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = task.Result;")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = task?.Result;")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = one.IsCompletedSuccessfully ? other.Result : 0;")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = task.IsCompletedSuccessfully ? 0 : task.Result;")]
    [InlineData("src/Orchestrator.Relay/A.cs", "task.Wait();")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = task.GetAwaiter().GetResult();")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = new Random();")]
    [InlineData("src/Orchestrator.Relay/A.cs", "var x = Random.Shared.Next();")]
    [InlineData("src/Orchestrator.Core/A.cs", "var x = Guid.NewGuid();")]
    [InlineData("src/Orchestrator.Core/A.cs", "Task<int> F() => null!;")]
    [InlineData("src/Orchestrator.Core/A.cs", "using System.IO;")]
    [InlineData("src/Orchestrator.Core/A.cs", "using System.Net.Sockets;")]
    [InlineData("src/Orchestrator.Core/A.cs", "var x = File.ReadAllText(path);")]
    [InlineData("src/Orchestrator.Core/A.cs", "int F(TimeProvider time) => 0;")]
    [InlineData(Pool, "lock (gate) { }")]
    [InlineData(Pool, "new Thread(F).Start();")]
    [InlineData(Pool, "Thread.Yield();")]
    public void Call_Banned_IsCaught(string path, string code) =>
        Expect.Caught(new BannedCallsRule(), SourceTree.Of((path, "// DateTime.Now\n" + code)), path + ":2");

    [Theory]
    [InlineData("tests/A.cs", "await Task.Delay(bound, TimeProvider.System);")]
    [InlineData("tests/A.cs", "await Task.Delay(bound, _time, cancellation);")]
    [InlineData("tests/A.cs", "var x = task.Result; var s = \"DateTime.Now\"; // Thread.Sleep(1);")]
    [InlineData("src/Orchestrator.Daemon/Program.cs", "Console.Error.WriteLine(Random.Shared.Next());")]
    [InlineData(Pool, "var x = task.IsCompletedSuccessfully ? task.Result : 0;")]
    [InlineData(Pool, "async Task F() => await G(new Random(seed));")]
    public void Call_NotBanned_Passes(string path, string code) =>
        Expect.Caught(new BannedCallsRule(), SourceTree.Of((path, code)));

    [Fact]
    public void Exception_InItsFile_PassesThereOnly()
    {
        const string Other = "src/Orchestrator.Pool/B.cs";
        var rule = new BannedCallsRule(new AllowedCall(Pool, "_work.Wait", "a thread of its own"));
        Expect.Caught(rule, SourceTree.Of((Pool, "_work.Wait();"), (Other, "_work.Wait();")), Other + ":1");
    }

    [Fact]
    public void Exception_NoLongerNeeded_IsCaught() => Expect.Caught(
        new BannedCallsRule(new AllowedCall(Pool, "_work.Wait", "a thread of its own")),
        SourceTree.Of((Pool, "")),
        Pool + ":1");
}
