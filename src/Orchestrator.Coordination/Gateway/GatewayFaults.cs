using System.Text.Json;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Which fault an error of the gateway is. The numbers are those of gRPC.</summary>
internal static class GatewayFaults
{
    private const int InvalidArgument = 3;
    private const int DeadlineExceeded = 4;
    private const int NotFound = 5;
    private const int PermissionDenied = 7;
    private const int ResourceExhausted = 8;
    private const int Unavailable = 14;
    private const int Unauthenticated = 16;

    /// <summary>Said before anything was proposed, so nothing can become true of it any more.</summary>
    private static readonly string[] NeverProposed = ["no leader", "connection closed", "connection refused"];

    /// <param name="body">The answer: JSON of ours, or plain text of whoever stands in between.</param>
    public static CoordinationException Of(int status, string body, Uri endpoint)
    {
        var error = Parse(body);
        return Fault(error?.Code ?? -status, error?.Error ?? body.Trim(), endpoint);
    }

    public static CoordinationException Of(StreamError error, Uri endpoint) =>
        Fault(error.Code, error.Message ?? "no reason was given", endpoint);

    private static CoordinationException Fault(int code, string message, Uri endpoint) =>
        new(FaultOf(code, message), $"{endpoint} says: {message} (code {code})");

    private static CoordinationFault FaultOf(int code, string message)
    {
        if (NeverProposed.Any(words => message.Contains(words, StringComparison.Ordinal)))
        {
            return CoordinationFault.Unreachable;
        }

        return code switch
        {
            InvalidArgument when message.Contains("too large", StringComparison.Ordinal)
                || message.Contains("too many operations", StringComparison.Ordinal) => CoordinationFault.TooLarge,
            NotFound => CoordinationFault.Fenced,
            PermissionDenied or Unauthenticated => CoordinationFault.Denied,
            ResourceExhausted when message.Contains("space exceeded", StringComparison.Ordinal) =>
                CoordinationFault.StorageFull,
            ResourceExhausted => CoordinationFault.TooLarge,
            Unavailable or DeadlineExceeded => CoordinationFault.NoQuorum,

            // Without a quorum, granting a lease says this, as an unknown error.
            _ when message.Contains("context deadline exceeded", StringComparison.Ordinal)
                || message.Contains("timed out", StringComparison.Ordinal) => CoordinationFault.NoQuorum,
            _ => CoordinationFault.Failed,
        };
    }

    private static CallError? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.CallError);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
