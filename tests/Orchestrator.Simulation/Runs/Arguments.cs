using System.Globalization;
using Orchestrator.Simulation.Nodes;

namespace Orchestrator.Simulation.Runs;

/// <summary>The command line, read.</summary>
/// <param name="Seed">The first seed; null: a fresh one.</param>
/// <param name="Runs">How many seeds from there on; null: one, or as many as fit into the minutes.</param>
/// <param name="Minutes">How long to run fresh seeds; null: not by time.</param>
/// <param name="IsTraced">Whether the whole trace is printed.</param>
/// <param name="IsMutated">Whether it is the rules that are tried: each mutation has to be found.</param>
/// <param name="Nodes">Nodes that share the pool, 0: the seed says; null: one server that stands alone.</param>
internal sealed record Arguments(
    ulong? Seed, long? Runs, double? Minutes, bool IsTraced, bool IsMutated, int? Nodes)
{
    public const string Usage =
        """
        usage: Orchestrator.Simulation --seed S [--runs N]     run N seeds from S on (1)
               Orchestrator.Simulation --seed S --trace        replay one seed and print all of its steps
               Orchestrator.Simulation --minutes M [--seed S]  run seeds for M minutes, fresh ones without S
               Orchestrator.Simulation --mutations             break one thing after the other: is it noticed?
        Each of them also with --nodes N, for a branch of N nodes (1 to 7), or --branch, where the seed says how many.
        Exit code 0: every rule held; 1: a rule did not; 2: bad arguments.
        """;

    /// <returns>The arguments, or what is wrong with them.</returns>
    public static (Arguments? Arguments, string? Error) Parse(IReadOnlyList<string> words)
    {
        var arguments = new Arguments(null, null, null, false, false, null);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--trace")
            {
                arguments = arguments with { IsTraced = true };
                continue;
            }

            if (words[i] == "--mutations")
            {
                arguments = arguments with { IsMutated = true };
                continue;
            }

            if (words[i] == "--branch")
            {
                arguments = arguments with { Nodes = 0 };
                continue;
            }

            if (words[i] is not ("--seed" or "--runs" or "--minutes" or "--nodes"))
            {
                return (null, $"unknown argument '{words[i]}'");
            }

            if (i + 1 == words.Count)
            {
                return (null, $"{words[i]} needs a value");
            }

            if (arguments.With(words[i], words[++i]) is not { } read)
            {
                return (null, $"{words[i - 1]} must be {Rule(words[i - 1])}, not '{words[i]}'");
            }

            arguments = read;
        }

        return arguments.Check() is { } error ? (null, error) : (arguments, null);
    }

    private Arguments? With(string name, string value) => name switch
    {
        "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
            this with { Seed = seed },
        "--runs" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var runs)
            && runs > 0 => this with { Runs = runs },
        "--nodes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes)
            && nodes is > 0 and <= NodesPlan.NodesMax => this with { Nodes = nodes },
        "--minutes" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var minutes) && minutes > 0 => this with { Minutes = minutes },
        _ => null,
    };

    private static string Rule(string name) => name switch
    {
        "--seed" => "a number from 0 to 2^64-1",
        "--runs" => "a number above 0",
        "--nodes" => $"a number from 1 to {NodesPlan.NodesMax}",
        _ => "minutes above 0",
    };

    private string? Check() => this switch
    {
        { IsMutated: true, Seed: null, Runs: null, Minutes: null, IsTraced: false } => null,
        { IsMutated: true } => "--mutations stands alone",
        { Seed: null, Minutes: null } => "say --seed or --minutes",
        { Runs: not null, Minutes: not null } => "--runs and --minutes exclude each other",
        { IsTraced: true, Runs: not null } or { IsTraced: true, Minutes: not null } => "--trace is for one seed",
        _ => null,
    };
}
