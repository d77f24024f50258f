using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Logging;
using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Joining;

/// <summary>Responsible for the talk with servers that want to become nodes: few at a time, short, and small, because
/// nobody knows who they are.</summary>
/// <param name="office">Decides.</param>
/// <param name="options">The links' limits.</param>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="log">The log.</param>
public sealed partial class JoinDesk(
    IJoinOffice office, NodeLinkOptions options, TimeProvider time, ILogger<JoinDesk> log)
{
    private readonly Lock _gate = new();
    private int _open;
    private int _asked;
    private long _minute;

    internal async Task ServeAsync(SslStream stream, EndPoint? remote, CancellationToken stopping)
    {
        if (Interlocked.Increment(ref _open) > options.JoinsMax)
        {
            Interlocked.Decrement(ref _open);
            Log.Busy(log, remote, options.JoinsMax);
            return;
        }

        using var deadline = new CancellationTokenSource(options.JoinDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            await TalkAsync(stream, remote, either.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task TalkAsync(SslStream stream, EndPoint? remote, CancellationToken cancellation)
    {
        await stream.WriteAsync(JoinFrames.Answers.Encode(office.Offer()), cancellation).ConfigureAwait(false);
        var said = await JoinFrames.Requests.ReadAsync(stream, cancellation).ConfigureAwait(false);
        if (said is JoinDeclined declined && MayAsk())
        {
            office.RecordForeign(declined, remote);
        }

        if (said is not JoinRequest request)
        {
            // Who does not believe the offer leaves here.
            return;
        }

        var answer = MayAsk()
            ? await office.AdmitAsync(request, remote, cancellation).ConfigureAwait(false)
            : new JoinRefused(JoinRefusal.Unavailable, "too many servers ask to join; wait a minute");
        if (answer is JoinRefused refused)
        {
            Log.Refused(log, remote, request, refused.Message);
        }

        await stream.WriteAsync(JoinFrames.Answers.Encode(answer), cancellation).ConfigureAwait(false);
        await stream.ShutdownAsync().ConfigureAwait(false);
    }

    /// <summary>Every request is recorded, and who knocks all day must not push the other records out.</summary>
    private bool MayAsk()
    {
        lock (_gate)
        {
            var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
            (_asked, _minute) = (minute == _minute ? _asked + 1 : 1, minute);
            return _asked <= options.JoinsPerMinuteMax;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9110, LogLevel.Warning, "{Remote} wants to join and is not heard: {Open} others do already")]
        public static partial void Busy(ILogger logger, EndPoint? remote, int open);

        [LoggerMessage(9111, LogLevel.Warning, "{Remote} does not join as {Request}: {Detail}")]
        public static partial void Refused(ILogger logger, EndPoint? remote, JoinRequest request, string detail);
    }
}
