namespace Orchestrator.Core.Alarms;

/// <summary>How bad it is for whoever comes to a kiosk.</summary>
public enum AlarmSeverity
{
    /// <summary>The pool serves, with less than it should have.</summary>
    Warning,

    /// <summary>The pool makes no machine, or serves nobody.</summary>
    Critical,
}
