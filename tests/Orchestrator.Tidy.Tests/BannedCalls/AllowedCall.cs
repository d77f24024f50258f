namespace Orchestrator.Tidy.Tests.BannedCalls;

/// <param name="Call">The call as it is written, without its arguments.</param>
/// <param name="Reason">Why it is right in this one place.</param>
internal sealed record AllowedCall(string Path, string Call, string Reason);
