namespace Orchestrator.Libvirt.Calls;

/// <summary>Figures of one kind of call since the start. The durations are those of the latest calls that came back,
/// without their wait for a thread.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Calls that came back.</param>
/// <param name="Slow">Of those, calls that took longer than a third of the deadline.</param>
/// <param name="Overdue">Calls that passed their deadline, whether they came back later or not.</param>
/// <param name="Latest">Duration of the latest one.</param>
/// <param name="Median">Median of the latest <see cref="CallStatistics.DurationsMax"/>.</param>
/// <param name="P95">95th percentile of the same.</param>
public sealed record CallFigures(
    CallKind Kind, long Count, long Slow, long Overdue, TimeSpan Latest, TimeSpan Median, TimeSpan P95);
