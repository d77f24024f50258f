using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for answers without end: one JSON object a line, each sent as soon as it is there.</summary>
internal static class JsonLines
{
    public const string MediaType = "application/x-ndjson";

    private static ReadOnlyMemory<byte> NewLine { get; } = new([(byte)'\n']);

    /// <summary>Until there are no more, the follower leaves or the daemon stops.</summary>
    public static async Task SendAsync<T>(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<T>> read, JsonTypeInfo<T> type)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = context.Response.Body;
        context.Response.ContentType = MediaType;
        try
        {
            await context.Response.StartAsync(ends.Token).ConfigureAwait(false);
            await foreach (var line in read(ends.Token).ConfigureAwait(false))
            {
                if (!OperatorGate.IsStillBelieved(context))
                {
                    break;
                }

                await JsonSerializer.SerializeAsync(body, line, type, ends.Token).ConfigureAwait(false);
                await body.WriteAsync(NewLine, ends.Token).ConfigureAwait(false);
                await body.FlushAsync(ends.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // Which is how following ends.
        }
    }
}
