using System.Threading.Channels;

namespace Orchestrator.Cli.Tests;

/// <summary>An output whose lines can be waited for.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override async Task WriteLineAsync(string? value)
    {
        await base.WriteLineAsync(value);
        _lines.Writer.TryWrite(value ?? "");
    }

    public async Task<string> NextAsync(string expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            return await _lines.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"expected {expected}, but there is only: {this}");
        }
    }
}
