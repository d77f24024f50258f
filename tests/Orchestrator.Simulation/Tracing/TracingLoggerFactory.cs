using Microsoft.Extensions.Logging;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Tracing;

/// <summary>
/// The log as a witness: what an actor says of itself when it changed is its live state, to be held against the
/// journal's.
/// </summary>
internal sealed class TracingLoggerFactory(World world) : ILoggerFactory, ILogger
{
    private const int MachineChanged = 5000;

    private const int SessionChanged = 5100;

    private const int MachineGiven = 5306;

    private const int SessionWaitsAgain = 5307;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (world.Trace.IsWritten)
        {
            world.Trace.Write("log: " + formatter(state, exception));
        }

        if (eventId.Id is MachineChanged or SessionChanged or MachineGiven or SessionWaitsAgain
            && state is IReadOnlyList<KeyValuePair<string, object?>> said)
        {
            Witness(eventId.Id, said);
        }
    }

    private void Witness(int id, IReadOnlyList<KeyValuePair<string, object?>> said)
    {
        switch (id)
        {
            case MachineChanged:
                world.Checker.OnMachineSaid((MachineName)said[0].Value!, (string)said[1].Value!);
                break;
            case SessionChanged:
                world.Checker.OnSessionSaid((SessionId)said[0].Value!, (string)said[2].Value!);
                break;
            case MachineGiven:
                world.Checker.Serving.OnGiven((SessionId)said[0].Value!, (MachineName)said[1].Value!);
                break;
            case SessionWaitsAgain:
                world.Checker.Serving.OnWaitsAgain((SessionId)said[0].Value!, (MachineName)said[1].Value!);
                break;
        }
    }

    public void Dispose()
    {
    }
}
