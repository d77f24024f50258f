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

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || world.Trace.IsWritten;

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

        if (eventId.Id is MachineChanged or SessionChanged
            && state is IReadOnlyList<KeyValuePair<string, object?>> said)
        {
            if (said[0].Value is MachineName machine)
            {
                world.Checker.OnMachineSaid(machine, (string)said[1].Value!);
            }
            else if (said[0].Value is SessionId session)
            {
                world.Checker.OnSessionSaid(session, (string)said[2].Value!);
            }
        }
    }

    public void Dispose()
    {
    }
}
