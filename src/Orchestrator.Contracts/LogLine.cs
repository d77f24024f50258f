namespace Orchestrator.Contracts;

/// <summary>A line of the daemon's log.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Level">`debug`, `info`, `warn`, `error` or `critical`.</param>
/// <param name="Source">The class that wrote it.</param>
/// <param name="EventId">The kind of line: stable over versions.</param>
/// <param name="Text">The line.</param>
public sealed record LogLine(DateTimeOffset At, string Level, string Source, int EventId, string Text);
