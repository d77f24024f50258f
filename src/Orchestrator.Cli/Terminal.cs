namespace Orchestrator.Cli;

/// <summary>Where pbm reads and writes, and what ends what it is doing.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly ConsoleCancelEventHandler? _onInterrupt;
    private CancellationTokenSource _interrupt = new();

    public Terminal(TextReader input, TextWriter output, TextWriter errors, bool isTerminal)
    {
        (Input, Output, Errors, IsTerminal) = (input, output, errors, isTerminal);
    }

    private Terminal()
        : this(Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected)
    {
        _onInterrupt = (_, interrupt) =>
        {
            interrupt.Cancel = true;
            Interrupt();
        };
        Console.CancelKeyPress += _onInterrupt;
    }

    public TextReader Input { get; }

    public TextWriter Output { get; set; }

    public TextWriter Errors { get; }

    /// <summary>Whether a person reads the output: columns are aligned and coloured, and have a heading.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>Ctrl+C ends the command that runs, not the prompt.</summary>
    public CancellationToken Interrupted => _interrupt.Token;

    public static Terminal OfProcess() => new();

    /// <summary>What Ctrl+C does.</summary>
    public void Interrupt() => _interrupt.Cancel();

    /// <summary>The next command is interrupted anew.</summary>
    public void Rearm()
    {
        if (_interrupt.IsCancellationRequested)
        {
            _interrupt.Dispose();
            _interrupt = new CancellationTokenSource();
        }
    }

    public void Dispose()
    {
        if (_onInterrupt is not null)
        {
            Console.CancelKeyPress -= _onInterrupt;
        }

        _interrupt.Dispose();
    }
}
