using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>Condition 11 of <see cref="IConsolePath"/>; every implementation passes it.</summary>
public abstract class ConsolePathGrantsContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A console path without a grant.</summary>
    protected abstract IConsolePath Create();

    [Fact]
    public async Task C11_Grants_AreWhatIsOpen()
    {
        await using var path = Create();
        var first = new ConsoleGrant(new SessionId(1), KioskAddress.Parse("127.0.0.11"), 5920);
        var second = new ConsoleGrant(new SessionId(2), KioskAddress.Parse("127.0.0.12"), 5921);
        Assert.Empty(path.Grants);
        await path.OpenAsync(first, _ => { }, Cancellation);
        await path.OpenAsync(second, _ => { }, Cancellation);
        Assert.Equal([first, second], path.Grants.OrderBy(grant => grant.Session.Value));
        await path.CloseAsync(first.Session, Cancellation);
        await path.CloseAsync(first.Session, Cancellation);
        Assert.Equal([second], path.Grants);
        await path.CloseAsync(second.Session, Cancellation);
        Assert.Empty(path.Grants);
    }
}
