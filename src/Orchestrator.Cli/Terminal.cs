namespace Orchestrator.Cli;

/// <summary>Where pbm reads and writes, and what ends what it is doing.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly ConsoleCancelEventHandler? _onInterrupt;
    private CancellationTokenSource _interrupt = new();

    public Terminal(TextReader input, TextWriter output, TextWriter errors, bool isTerminal)
    {
        (Input, Output, Errors, IsTerminal) = (input, output, errors, isTerminal);
        HasColours = isTerminal;
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
        HasColours = IsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        if (IsTerminal && !Console.IsInputRedirected && HasColours)
        {
            ReadKey = ReadConsoleKey;
        }
    }

    public TextReader Input { get; }

    public TextWriter Output { get; set; }

    public TextWriter Errors { get; }

    /// <summary>Whether a person reads the output: columns are aligned, and have a heading.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>Whether that person's terminal shows colours, and is not told to leave them.</summary>
    public bool HasColours { get; init; }

    /// <summary>The keys that a person types, or null: a line at a time is read.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>The terminal's columns.</summary>
    public Func<int> Width { get; init; } = () => Math.Max(Console.WindowWidth, 1);

    /// <summary>Where the prompt keeps what was typed, or null.</summary>
    public string? HistoryPath { get; init; } = Path.Combine(UserFiles.Folder, "history");

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

    /// <summary>Ctrl+C is a key as long as a line is typed: it gives the line up.</summary>
    private static ConsoleKeyInfo ReadConsoleKey()
    {
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
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
