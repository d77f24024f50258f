using Orchestrator.Simulation.Runs;

namespace Orchestrator.Simulation.Tests;

/// <summary>The command line.</summary>
public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("--seed 1 --runs 1000")]
    [InlineData("--seed 1 --trace")]
    [InlineData("--minutes 0.5")]
    [InlineData("--minutes 10 --seed 4")]
    [InlineData("--mutations")]
    [InlineData("--nodes 3 --seed 1 --trace")]
    [InlineData("--branch --minutes 10")]
    [InlineData("--mutations --branch")]
    public void Accepts_Commands(string line) => Assert.Null(Arguments.Parse(line.Split(' ')).Error);

    [Theory]
    [InlineData("--seed", "--seed needs a value")]
    [InlineData("--seed x", "--seed must be")]
    [InlineData("--runs 3", "say --seed or --minutes")]
    [InlineData("--minutes 1 --runs 3", "exclude each other")]
    [InlineData("--seed 1 --runs 3 --trace", "--trace is for one seed")]
    [InlineData("--mutations --seed 1", "--mutations stands alone")]
    [InlineData("--seed 1 --nodes 8", "--nodes must be a number from 1 to 7")]
    [InlineData("--speed 1", "unknown argument")]
    public void Rejects_Commands(string line, string error) =>
        Assert.Contains(error, Arguments.Parse(line.Split(' ')).Error, StringComparison.Ordinal);
}
