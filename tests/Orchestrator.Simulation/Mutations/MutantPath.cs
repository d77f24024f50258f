using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Simulation.Mutations;

/// <summary>A console path that does one thing otherwise than its contract says.</summary>
internal sealed class MutantPath(IConsolePath real) : IConsolePath
{
    public Func<ConsoleGrant, ConsoleGrant> Granting { get; init; } = grant => grant;

    public Func<IConsolePath, SessionId, ValueTask<ConsoleClosing>> Close { get; init; } =
        (real, session) => real.CloseAsync(session, CancellationToken.None);

    public Func<ConsoleEvent, bool> Tells { get; init; } = _ => true;

    public IReadOnlyCollection<ConsoleGrant> Grants => real.Grants;

    public ValueTask OpenAsync(
        ConsoleGrant grant, Action<ConsoleEvent> observer, CancellationToken cancellation) =>
        real.OpenAsync(
            Granting(grant),
            @event =>
            {
                if (Tells(@event))
                {
                    observer(@event);
                }
            },
            cancellation);

    public ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation) =>
        Close(real, session);

    public ConsoleActivity? GetActivity(SessionId session) => real.GetActivity(session);

    public Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation) =>
        real.ProbeAsync(consolePort, cancellation);

    public ValueTask DisposeAsync() => real.DisposeAsync();
}
