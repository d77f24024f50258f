using System.ComponentModel;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Claims;
using Orchestrator.Benchmarks.LargeBranches;
using Orchestrator.Benchmarks.Relays;
using Orchestrator.Benchmarks.Restarts;

// One JSON line a benchmark. Without an argument all of them run, one after the other: the machine has few cores.
Dictionary<string, Func<Task<object>>> benchmarks = new(StringComparer.Ordinal)
{
    ["actors"] = ActorsBenchmark.RunAsync,
    ["journal"] = JournalBenchmark.RunAsync,
    ["relay"] = RelayBenchmark.RunAsync,
    ["relay-pair"] = RelayPairBenchmark.RunAsync,
    ["signal"] = SignalBenchmark.RunAsync,
    ["claim"] = ClaimBenchmark.RunAsync,
    ["join"] = JoinBenchmark.RunAsync,
    ["loss"] = LossBenchmark.RunAsync,
    ["end"] = EndBenchmark.RunAsync,
    ["idle"] = IdleBenchmark.RunAsync,
    ["stuck"] = StuckBenchmark.RunAsync,
    ["readopt"] = ReadoptBenchmark.RunAsync,
    ["restart"] = RestartBenchmark.RunAsync,
    ["large-branch"] = LargeBranchBenchmark.RunAsync,
};

Task? serving = args switch
{
    [RelayHost.Verb, .. var words] => RelayHost.RunAsync(words),
    [NodeHost.EntryVerb, .. var words] => NodeHost.RunEntryAsync(words),
    [NodeHost.OwnerVerb, .. var words] => NodeHost.RunOwnerAsync(words),
    _ => null,
};
if (serving is not null)
{
    await serving;
    return 0;
}

var unknown = args.Where(name => !benchmarks.ContainsKey(name)).ToList();
if (unknown.Count > 0)
{
    var names = string.Join(", ", benchmarks.Keys);
    await Console.Error.WriteLineAsync($"there is no benchmark '{unknown[0]}'; the benchmarks are {names}");
    return 2;
}

foreach (var name in args.Length == 0 ? [.. benchmarks.Keys] : args)
{
    try
    {
        var result = await benchmarks[name]();
        Console.WriteLine(JsonLine.Of(name, result));
    }
    catch (Win32Exception missing)
    {
        // What the product is measured beside is no part of it, and of no package list.
        await Console.Error.WriteLineAsync(
            $"benchmark {name}: {missing.Message}; its peers are there after: apt-get install haproxy socat");
        return 1;
    }
}

return 0;
