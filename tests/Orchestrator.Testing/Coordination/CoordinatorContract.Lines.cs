using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <content>Lines of sessions that wait.</content>
public abstract partial class CoordinatorContract
{
    [Fact]
    public async Task C16_Line_StandsByArrival()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, beta);

        // The ids are against the order of arrival on purpose: no clock may have a say.
        await alpha.ChangeLineAsync(Pool, [new SessionId(9)], [], Cancellation);
        await beta.ChangeLineAsync(Pool, [new SessionId(5), new SessionId(4)], [], Cancellation);
        var revision = await alpha.ChangeLineAsync(Pool, [new SessionId(9), new SessionId(1)], [], Cancellation);
        var all = await view.SeeAsync("four who wait", seen => seen.LineOf(Pool).Waiting.Count == 4);
        await beta.ChangeLineAsync(Pool, [], [new SessionId(5), new SessionId(77)], Cancellation);
        var three = await view.SeeAsync("three who wait", seen => seen.LineOf(Pool).Waiting.Count == 3);
        var tooMany = Enumerable.Range(0, ICoordinator.LineChangesMax + 1)
            .Select(id => new SessionId((ulong)id)).ToList();

        Assert.Equal([9, 4, 5, 1], all.LineOf(Pool).Waiting.Select(one => one.Session.Value));
        Assert.Equal([Alpha, Beta, Beta, Alpha], all.LineOf(Pool).Waiting.Select(one => one.Node));
        Assert.True(all.Revision >= revision, $"{all.Revision} shows what was written at {revision}");
        Assert.Equal([9, 4, 1], three.LineOf(Pool).Waiting.Select(one => one.Session.Value));
        Assert.Equal(
            CoordinationFault.TooLarge,
            await FaultAsync(() => beta.ChangeLineAsync(Pool, tooMany, [], Cancellation)));
    }

    [Fact]
    public async Task C16_NodeLosesItsLease_ItsSessionsLeaveTheLine()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, beta);
        await alpha.ChangeLineAsync(Pool, [new SessionId(1)], [], Cancellation);
        await beta.ChangeLineAsync(Pool, [new SessionId(2)], [], Cancellation);
        await view.SeeAsync("two who wait", seen => seen.LineOf(Pool).Waiting.Count == 2);

        await alpha.WithdrawAsync(Cancellation);

        var left = await view.SeeAsync("one who waits", seen => seen.LineOf(Pool).Waiting.Count == 1);
        Assert.Equal(new SessionId(2), left.LineOf(Pool).Waiting[0].Session);
    }
}
