using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Relay.Tests;

public sealed class ObserverTests
{
    private const int Connections = 200;

    /// <summary>
    /// The report runs under one lock and the question takes another: in both orders, nobody may wait.
    /// </summary>
    [Fact]
    public async Task Observer_AsksForActivity_IsNotBlocked()
    {
        await using var world = new RelayWorld();
        using var machine = new ScriptedMachine();
        var session = new SessionId(1);
        var kiosk = world.NextKiosk();
        await world.Relay.OpenAsync(
            new ConsoleGrant(session, kiosk, machine.Port), _ => world.Relay.GetActivity(session),
            TestContext.Current.CancellationToken);
        using var asking = new CancellationTokenSource();
        var asker = Task.Factory.StartNew(
            () =>
            {
                while (!asking.IsCancellationRequested)
                {
                    world.Relay.GetActivity(session);
                }
            },
            TaskCreationOptions.LongRunning);

        try
        {
            for (var i = 0; i < Connections; i++)
            {
                using var end = await world.CallAsync(kiosk);
                (await machine.AcceptAsync()).Dispose();
                end.EndSending();
                await end.ReceiveEndAsync();
            }
        }
        finally
        {
            // Else it would ask for as long as the other tests run, on a core of its own.
            await asking.CancelAsync();
        }

        await asker.Within("an answer to a question for the activity");
    }
}
