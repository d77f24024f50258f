namespace Orchestrator.Daemon;

/// <summary>Exit codes; scripts rely on them.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The daemon could not start, or the server not join: a port is taken, a file cannot be read, a token is
    /// refused. The next try may do better.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong, and will be at the next try: the unit's
    /// <c>RestartPreventExitStatus</c>.</summary>
    public const int Refused = 2;
}
