using System.Diagnostics;

namespace Orchestrator.Testing.Branch;

/// <summary>A program of the system, run to its end.</summary>
public static class Command
{
    /// <summary>Fails the test with the program's own words unless it exits with 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, errors) = await FinishAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
        return output;
    }

    /// <returns>Its output, or null when it failed.</returns>
    public static async Task<string?> TryAsync(string program, params string[] arguments)
    {
        var (code, output, _) = await FinishAsync(program, arguments);
        return code == 0 ? output : null;
    }

    /// <returns>How it ended, and all that it said.</returns>
    public static async Task<(int Code, string Output, string Errors)> FinishAsync(
        string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output, await errors);
    }
}
