namespace Orchestrator.Daemon.Logs;

internal sealed class RecentLogger(RecentLog log, string source) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        log.Add(logLevel, source, eventId, exception is null ? text : $"{text}: {exception.Message}");
    }
}
