namespace Orchestrator.Daemon;

/// <summary>Exit codes; scripts rely on them.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The configuration is wrong, or the daemon could not start.</summary>
    public const int Failure = 1;

    public const int Usage = 2;
}
