using System.Globalization;
using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Runs;

/// <summary>Writes what runs came to.</summary>
internal static class Report
{
    /// <summary>Lines of a trace before a violation that are shown; all of them with <c>--trace</c>.</summary>
    private const int TailMax = 60;

    public static void WriteTotals(TextWriter output, Totals totals, TimeSpan took)
    {
        Write(output, $"runs                 {totals.Runs}");
        if (totals.Nodes > 0)
        {
            Write(output, $"nodes                {totals.Nodes} (over all runs)");
            Write(output, $"plans                {totals.Plans}");
            Write(output, $"remote claims        {totals.Remote} (machines kept for other nodes' sessions)");
        }

        Write(output, $"virtual hours        {totals.Virtual.TotalHours:0.0}");
        Write(output, $"steps                {totals.Steps}");
        Write(output, $"sessions             {totals.Sessions} (and {totals.Lapsed} offers that lapsed)");
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => totals.Faults[kind] > 0))
        {
            Write(output, $"fault {kind,-22} {totals.Faults[kind]}");
        }

        Write(output, $"violations           {totals.Violations.Count}");
        Write(output, $"trace hash           {totals.Hash:x16}");
        Write(output, $"seconds              {took.TotalSeconds:0.0}");
        Write(output, $"sessions per second  {totals.Sessions / Math.Max(0.001, took.TotalSeconds):0}");

        // What one core does, also on a machine that others work on; the compiler's and the collector's work included.
        var busy = Environment.CpuUsage.TotalTime.TotalSeconds;
        Write(output, $"sessions per core s  {totals.Sessions / Math.Max(0.001, busy):0}");
    }

    /// <summary>A violation and what led to it.</summary>
    public static void WriteViolation(TextWriter output, RunResult traced, bool whole)
    {
        var violation = traced.Violation!;
        var skipped = whole ? 0 : Math.Max(0, traced.Trace.Count - TailMax);
        if (skipped > 0)
        {
            Write(output, $"… {skipped} lines before; all of them: --seed {traced.Seed} --trace");
        }

        foreach (var line in traced.Trace.Skip(skipped))
        {
            output.WriteLine(line);
        }

        Write(output, $"VIOLATION seed {traced.Seed} step {violation.Step}: {violation.Rule}: {violation.Text}");
    }

    private static void Write(TextWriter output, FormattableString text) =>
        output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
