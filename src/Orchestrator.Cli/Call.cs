using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Cli.Output;
using Orchestrator.Cli.Prompting;
using Orchestrator.Contracts;

namespace Orchestrator.Cli;

/// <summary>What all commands share: the daemon, the switches, and how an answer or an error is told.</summary>
internal sealed class Call(Terminal terminal, ApiTarget target)
{
    private static readonly TimeSpan NamesPatience = TimeSpan.FromSeconds(1);

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "print the daemon's answer as one line of JSON",
        Recursive = true,
    };

    public Option<double> Timeout { get; } = new("--timeout")
    {
        Description = "seconds to wait for an answer",
        DefaultValueFactory = _ => 30,
        Recursive = true,
    };

    /// <summary>The operator's file, which servers elsewhere want to see.</summary>
    public Option<string?> Certificate { get; } = new("--certificate")
    {
        Description = "the operator's file for a server elsewhere; without it $PBM_CERTIFICATE or "
            + "~/.config/pbm/operator.pem",
        Recursive = true,
    };

    public Option<string?> Node { get; } = new("--node")
    {
        Description = "the name in its branch of the server that has to answer, where its address is not its own",
        Recursive = true,
    };

    public Terminal Terminal => terminal;

    /// <summary>How often something that takes its time is looked at.</summary>
    public required TimeSpan ProgressPause { get; init; }

    /// <summary>Asks the daemon and shows the answer.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ask">The question.</param>
    /// <param name="type">How the answer is JSON.</param>
    /// <param name="show">How the answer is text.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public Task<int> ShowAsync<T>(
        ParseResult parsed,
        Func<ApiClient, CancellationToken, Task<T>> ask,
        JsonTypeInfo<T> type,
        Action<RowWriter, T> show,
        CancellationToken cancellation) => RunAsync(
        parsed,
        async (client, bound) => Show(parsed, await ask(client, bound).ConfigureAwait(false), type, show),
        cancellation);

    /// <summary>Shows what is known already.</summary>
    /// <inheritdoc cref="ShowAsync"/>
    public void Show<T>(ParseResult parsed, T answer, JsonTypeInfo<T> type, Action<RowWriter, T> show)
    {
        if (parsed.GetValue(Json))
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(answer, type));
        }
        else
        {
            show(new RowWriter(terminal), answer);
        }
    }

    public string CertificatePath(ParseResult parsed) => parsed.GetValue(Certificate) ?? Credentials.DefaultPath;

    public Task<int> OrderAsync(ParseResult parsed, string route, CancellationToken cancellation) => ShowAsync(
        parsed,
        (client, bound) => client.OrderAsync(route, bound),
        ApiJson.Default.OrderDone,
        (rows, done) => rows.Line(done.Detail),
        cancellation);

    /// <summary>Runs to its end, to Ctrl+C or to the timeout.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <param name="isEndless">No timeout: it goes on until Ctrl+C.</param>
    /// <param name="interrupted">What Ctrl+C is then.</param>
    public async Task<int> RunAsync(
        ParseResult parsed,
        Func<ApiClient, CancellationToken, Task> work,
        CancellationToken cancellation,
        bool isEndless = false,
        int interrupted = ExitCode.Success)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timeout = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(Timeout), 0.001, 86_400));
        if (!isEndless)
        {
            bound.CancelAfter(timeout);
        }

        try
        {
            using var client = Connect(parsed);
            await work(client, bound.Token).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (ApiException refused)
        {
            return Complain(ExitCode.Refused, refused.Message);
        }
        catch (CredentialsException missing)
        {
            return Complain(ExitCode.Usage, missing.Message);
        }
        catch (ApiUntrustedException untrusted)
        {
            return Complain(ExitCode.Untrusted, untrusted.Message);
        }
        catch (ApiUnreachableException unreachable)
        {
            return Complain(ExitCode.Unreachable, unreachable.Message);
        }
        catch (Exception error) when (error is IOException or JsonException or HttpRequestException)
        {
            return Complain(ExitCode.Unreachable, $"the answer of {target} cannot be read: {error.Message}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return isEndless ? interrupted : ExitCode.TimedOut;
        }
        catch (OperationCanceledException)
        {
            return Complain(ExitCode.TimedOut, $"no answer from {target} within {timeout.TotalSeconds} s");
        }
    }

    /// <returns>The names that the daemon knows; none when it does not answer at once or refuses: whoever presses Tab
    /// did not ask for an error, and waits.</returns>
    public async Task<IEnumerable<string>> AskForNamesAsync(ParseResult parsed, KnownNames names)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(terminal.Interrupted);
        bound.CancelAfter(NamesPatience);
        try
        {
            using var client = Connect(parsed);
            return await names(client, bound.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ApiException or CredentialsException or ApiUntrustedException
            or ApiUnreachableException or IOException or JsonException or HttpRequestException
            or OperationCanceledException)
        {
            return [];
        }
    }

    public int Complain(int code, string message)
    {
        terminal.Errors.WriteLine(message);
        return code;
    }

    private ApiClient Connect(ParseResult parsed) => new(
        target,
        target.IsSecure
            ? Credentials.Load(CertificatePath(parsed), parsed.GetValue(Node), TimeProvider.System.GetUtcNow())
            : null);
}
