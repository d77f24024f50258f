using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary><c>orchestrator join</c> on a server, which can be killed while it runs.</summary>
public sealed class JoinCommand : IDisposable
{
    private readonly Process _entered;
    private readonly Task<string> _errors;
    private readonly List<string> _said = [];

    private JoinCommand(Process entered)
    {
        _entered = entered;
        _errors = entered.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lines that were read.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>The daemon's assembly.</summary>
    internal static string Program => Repository.Assembly("src", "Orchestrator.Daemon");

    /// <param name="inside">The words before a command that is to run on the server.</param>
    /// <param name="typed">What is typed behind <c>join</c>.</param>
    public static JoinCommand Start(IReadOnlyList<string> inside, IReadOnlyList<string> typed)
    {
        ArgumentNullException.ThrowIfNull(inside);
        return new JoinCommand(Process.Start(
            new ProcessStartInfo(inside[0], [.. inside.Skip(1), "dotnet", Program, "join", .. typed])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!);
    }

    /// <summary>Reads until a line is so; fails when it ends before.</summary>
    public async Task ReadUntilAsync(string expected, Func<string, bool> holds)
    {
        while (await ReadAsync(expected) is { } line)
        {
            if (holds(line))
            {
                return;
            }
        }

        Assert.Fail($"expected {expected} before the end; there was: {Heard()} {await _errors}");
    }

    /// <summary>Reads to its end, which must be a good one.</summary>
    public async Task FinishAsync()
    {
        var (code, complaint) = await EndAsync();
        Assert.True(code == 0, $"join ended with {code}: {Heard()} {complaint}");
    }

    /// <summary>Reads to its end, which must be a refusal.</summary>
    /// <returns>Its complaint.</returns>
    public async Task<string> FailAsync()
    {
        var (code, complaint) = await EndAsync();
        Assert.True(code == 1, $"join ended with {code}: {Heard()} {complaint}");
        return complaint;
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        // Whoever enters a process namespace stays outside and starts the command there.
        using var process = Process.GetProcessById(ProcessTree.ChildOf(_entered.Id));
        process.Kill();
        await _entered.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _entered.Dispose();

    private async Task<(int Code, string Complaint)> EndAsync()
    {
        while (await ReadAsync("the end of the join") is not null)
        {
        }

        await _entered.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_entered.ExitCode, await _errors);
    }

    private async Task<string?> ReadAsync(string expected)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Eventually.Bound);
        try
        {
            var line = await _entered.StandardOutput.ReadLineAsync(bound.Token);
            if (line is not null)
            {
                _said.Add(line);
            }

            return line;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(
                CultureInfo.InvariantCulture, $"within {Eventually.Bound} expected {expected}; there was: {Heard()}"));
        }
    }

    private string Heard() => string.Join(" | ", _said);
}
