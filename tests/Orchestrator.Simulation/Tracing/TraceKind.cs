namespace Orchestrator.Simulation.Tracing;

/// <summary>What a traced step was.</summary>
internal enum TraceKind
{
    Turn = 1,
    Time,
    Fault,
    Journal,
    Line,
    Path,
    Hypervisor,
    Kiosk,
    Process,
    Network,
    Store,
}
