namespace Orchestrator.Integration.Tests.Crash;

/// <summary>Who is killed.</summary>
public enum CrashVictim
{
    /// <summary>The daemon, which then is started again.</summary>
    Daemon,

    /// <summary>libvirtd, which then is started again; the daemon lives on.</summary>
    Libvirtd,
}
