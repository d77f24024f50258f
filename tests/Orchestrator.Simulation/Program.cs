using System.Diagnostics;
using System.Security.Cryptography;
using Orchestrator.Simulation.Mutations;
using Orchestrator.Simulation.Mutations.Nodes;
using Orchestrator.Simulation.Runs;

var (arguments, error) = Arguments.Parse(args);
if (arguments is null)
{
    Console.Error.WriteLine($"{error}\n{Arguments.Usage}");
    return 2;
}

if (arguments.IsMutated)
{
    var mutations = arguments.Nodes is null ? MutationList.All : NodeMutations.All;
    return MutationHunt.RunAll(Console.Out, mutations) ? 0 : 1;
}

if (arguments.IsTraced)
{
    var traced = SeedRun.Of(arguments.Seed!.Value, traced: true, nodes: arguments.Nodes);
    foreach (var line in traced.Trace)
    {
        Console.WriteLine(line);
    }

    Console.WriteLine($"trace hash {traced.Hash:x16}");
    if (traced.Violation is { } found)
    {
        Console.WriteLine($"VIOLATION seed {traced.Seed} step {found.Step}: {found.Rule}: {found.Text}");
    }

    return traced.Violation is null ? 0 : 1;
}

var first = arguments.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
var runs = arguments.Runs ?? (arguments.Minutes is null ? 1 : long.MaxValue);
var limit = arguments.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
var totals = new Totals();
var watch = Stopwatch.StartNew();
Console.WriteLine($"first seed           {first}");
for (var i = 0L; i < runs && watch.Elapsed < limit; i++)
{
    var run = SeedRun.Of(unchecked(first + (ulong)i), nodes: arguments.Nodes);
    totals.Add(run);
    if (run.Violation is not null)
    {
        Report.WriteViolation(
            Console.Out, SeedRun.Of(run.Seed, traced: true, nodes: arguments.Nodes), whole: false);
    }

    // Nothing of a run lives on, so that what it left is never again as cheap to collect: half the time of the
    // collections that would come in the middle of runs.
    GC.Collect(0);
}

Report.WriteTotals(Console.Out, totals, watch.Elapsed);
return totals.Violations.Count == 0 ? 0 : 1;
