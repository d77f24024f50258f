namespace Orchestrator.Relay;

/// <summary>Why the relay could not do its work.</summary>
public enum RelayFault
{
    /// <summary>The console port cannot be listened on.</summary>
    CannotListen,
}
