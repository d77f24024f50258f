namespace Orchestrator.Cli;

/// <summary>What a script can tell from pbm's end.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The daemon refused, or knows no such thing.</summary>
    public const int Refused = 1;

    /// <summary>There is no such verb or switch, or its value is wrong.</summary>
    public const int Usage = 2;

    /// <summary>No daemon answers.</summary>
    public const int Unreachable = 3;

    /// <summary>The answer did not come in time; what was asked for may happen all the same.</summary>
    public const int TimedOut = 4;

    /// <summary>One side does not believe the other's certificate.</summary>
    public const int Untrusted = 5;
}
