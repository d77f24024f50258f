using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Tests;

/// <summary>Kiosks of one node on machines of another: who gets which, and what becomes of it when something
/// dies.</summary>
public sealed class ClaimTests
{
    [Fact]
    public async Task Signal_NoLocalMachine_GetsAnotherNodes()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);

        var line = alpha.Signal(1);
        await world.UntilAsync("an offer", () => line.Lines.Contains(SignalText.RuleAdded));
        var console = alpha.RemoteOf(1)!;
        var offered = Assert.Single((await beta.SeeAsync()).Slots, slot => slot.MachineState == "offered");
        Assert.True(alpha.Connect(1));
        await world.UntilAsync("CONNECTED", () => line.Lines.Contains(SignalText.Connected) && line.IsClosed);
        var used = Assert.Single((await beta.SeeAsync()).Slots, slot => slot.MachineState == "inUse");
        alpha.Disconnect(1);
        await world.UntilAsync("the machine's end", () => !beta.Hypervisor.Running.Contains(console.Machine));
        await EndedAsync(world, alpha);

        Assert.Equal(beta.Name, console.Owner);
        Assert.Equal((console.Machine.Machine, offered.Machine), (offered.Machine!.Value, used.Machine));
        var session = Assert.Single((await alpha.SeeAsync()).Sessions);
        Assert.Equal(("disconnected", beta.Name), (session.EndReason, session.Owner));
        await world.UntilAsync("a new machine", () => beta.Machines == 2);
    }

    [Fact]
    public async Task Offer_NobodyConnects_IsCleanAgain()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);

        var line = alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        var machine = alpha.RemoteOf(1)!.Machine;
        await world.UntilAsync("TIMEOUT", () => line.Lines.Contains(SignalText.Timeout));
        await world.UntilAsync("a clean machine", CleanOf(world, alpha, beta));

        Assert.Equal([machine], beta.Hypervisor.Running);
    }

    [Fact]
    public async Task Claim_AnswerIsLost_IsOneClaim()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        var lost = 0;
        world.Network.Loses = (_, _, message) => message is ClaimKept && lost++ == 0;

        alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        await world.PassAsync(TimeSpan.FromSeconds(1));

        Assert.True(lost > 1, "no answer was lost");
        Assert.Equal(alpha.RemoteOf(1)!.Machine.Machine, await OnlyOfferedAsync(beta));
    }

    [Fact]
    public async Task Claim_ArrivesTwice_IsOneClaim()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        world.Network.Doubles = message => message is ClaimMachine or EndClaim;

        alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        await world.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(alpha.RemoteOf(1)!.Machine.Machine, await OnlyOfferedAsync(beta));
    }

    [Fact]
    public async Task Owner_DiesBeforeTheKioskConnects_AnotherServes()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        var line = alpha.Signal(1);
        await world.UntilAsync("an offer of beta", () => alpha.RemoteOf(1)?.Owner == beta.Name);
        var gamma = world.Start("gamma", machines: 2, branchSize: 2);

        await beta.DisposeAsync();
        await world.UntilAsync("an offer of gamma", () => alpha.RemoteOf(1)?.Owner == gamma.Name);

        Assert.True(alpha.Connect(1));
        await world.UntilAsync("CONNECTED", () => line.Lines.Contains(SignalText.Connected));
    }

    [Fact]
    public async Task Owner_DiesInUse_EndsByItsConsoleAlone()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        var machine = await UseAsync(world, alpha, 1);

        await beta.DisposeAsync();
        await world.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("connected", Assert.Single((await alpha.SeeAsync()).Sessions).State);
        alpha.Disconnect(1);

        await world.UntilAsync("no way", () => alpha.ConsolePath.Grants.Count == 0);
        var again = world.Start("beta", machines: 2, branchSize: 2, earlier: beta);
        await EndedAsync(world, alpha);
        await world.UntilAsync("two machines", () => again.Machines == 2);
        Assert.DoesNotContain(machine, again.Hypervisor.Running);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Owner_GivenUpInUse_SessionEndsWithoutIt(bool isKioskThere)
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        await UseAsync(world, alpha, 1);
        await beta.DisposeAsync();
        if (!isKioskThere)
        {
            alpha.Disconnect(1);
            await world.UntilAsync("no way", () => alpha.ConsolePath.Grants.Count == 0);
            await world.PassAsync(TimeSpan.FromSeconds(30));
            Assert.Null(Assert.Single((await alpha.SeeAsync()).Sessions).MachineGoneAt);
        }

        await world.UntilAsync("beta unreachable", () =>
            alpha.Coordinator.Snapshot.Find(beta.Name) is { IsReachable: false });
        var answer = await alpha.Orders.DownAsync(beta.Name, TestContext.Current.CancellationToken);

        Assert.Equal(OperatorVerdict.Done, answer.Verdict);
        await EndedAsync(world, alpha);
        Assert.Empty(alpha.ConsolePath.Grants);
    }

    [Fact]
    public async Task Entry_DiesUntouched_MachineIsCleanAgain()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        var machine = alpha.RemoteOf(1)!.Machine;

        await alpha.DisposeAsync();
        await world.UntilAsync("a clean machine", CleanOf(world, beta, beta));

        Assert.Equal([machine], beta.Hypervisor.Running);
    }

    [Fact]
    public async Task Entry_DiesInUse_MachineIsDeleted()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        var machine = await UseAsync(world, alpha, 1);

        await alpha.DisposeAsync();

        await world.UntilAsync(
            "another machine", () => beta.Machines == 1 && !beta.Hypervisor.Running.Contains(machine));
    }

    [Fact]
    public async Task Entry_SilentWhileConsoleIsOpen_MachineIsKept()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        var line = alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        var grant = Assert.Single(alpha.ConsolePath.Grants);
        var cuts = 0;
        void Cut() => cuts++;
        var way = beta.Consoles.Find(alpha.Name, new OpenConsole(grant.Session, grant.Remote!.Machine))!;
        Assert.True(way.TryAdmit(Cut));
        Assert.True(alpha.Connect(1));
        await world.UntilAsync("CONNECTED", () => line.Lines.Contains(SignalText.Connected));

        world.Network.Cut(alpha.Name, beta.Name);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Contains(grant.Remote.Machine, beta.Hypervisor.Running);
        Assert.Equal(0, cuts);
        way.Leave(Cut);

        await world.UntilAsync("its end", () => !beta.Hypervisor.Running.Contains(grant.Remote.Machine));
        Assert.False(way.TryAdmit(Cut));
    }

    [Fact]
    public async Task Console_OfAnotherClaim_IsRefused()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 2);
        alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        var grant = Assert.Single(alpha.ConsolePath.Grants);
        var machine = grant.Remote!.Machine;
        var other = beta.Hypervisor.Running.Single(name => name != machine);

        Assert.NotNull(beta.Consoles.Find(alpha.Name, new OpenConsole(grant.Session, machine)));
        Assert.Null(beta.Consoles.Find(alpha.Name, new OpenConsole(grant.Session, other)));
        Assert.Null(beta.Consoles.Find(alpha.Name, new OpenConsole(new SessionId(1), machine)));
        Assert.Null(beta.Consoles.Find(NodeName.Parse("gamma"), new OpenConsole(grant.Session, machine)));
    }

    [Fact]
    public async Task Link_CutAndHealed_LeavesNothingBehind()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        var line = alpha.Signal(1);
        await world.UntilAsync("an offer", () => alpha.RemoteOf(1) is not null);
        var machine = alpha.RemoteOf(1)!.Machine;

        world.Network.Cut(alpha.Name, beta.Name);
        await world.UntilAsync("the offer given up", () => alpha.RemoteOf(1) is null);
        world.Network.Join(alpha.Name, beta.Name);
        await world.UntilAsync("an offer again", () => alpha.RemoteOf(1) is not null);

        Assert.Equal(machine, alpha.RemoteOf(1)!.Machine);
        Assert.False(line.IsClosed);
    }

    [Fact]
    public async Task TwoEntries_RaceForTheLastMachine_OneWaits()
    {
        await using var world = new BranchWorld();
        var gamma = world.Start("gamma", machines: 0, branchSize: 1);
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        await world.UntilAsync("gamma sees it", CleanOf(world, gamma, beta));

        var lines = new[] { alpha.Signal(1), gamma.Signal(2) };
        var entries = new[] { alpha, gamma };
        await world.UntilAsync("an offer", () => lines.Any(line => line.Lines.Contains(SignalText.RuleAdded)));
        await world.PassAsync(TimeSpan.FromSeconds(1));
        var first = Assert.Single(Enumerable.Range(0, 2), i => entries[i].RemoteOf(i + 1) is not null);
        var machine = entries[first].RemoteOf(first + 1)!.Machine;
        Assert.True(entries[first].Connect(first + 1));
        await world.UntilAsync("CONNECTED", () => lines[first].Lines.Contains(SignalText.Connected));
        entries[first].Disconnect(first + 1);
        var second = 1 - first;
        await world.UntilAsync("the other's turn", () => entries[second].RemoteOf(second + 1) is not null);

        Assert.NotEqual(machine, entries[second].RemoteOf(second + 1)!.Machine);
    }

    [Fact]
    public async Task Waiting_OldestSignal_IsServedFirst()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        await UseAsync(world, alpha, 1);
        await world.UntilAsync("none announced", () => alpha.Coordinator.Snapshot.Find(beta.Name)!
            .CleanMachines(BranchWorld.Pool) == 0);
        foreach (var kiosk in Enumerable.Range(2, 3))
        {
            alpha.Signal(kiosk);
            await world.PassAsync(TimeSpan.FromSeconds(2));
        }

        for (var kiosk = 1; kiosk <= 3; kiosk++)
        {
            alpha.Disconnect(kiosk);
            var next = kiosk + 1;
            await world.UntilAsync($"an offer to {next}", () => alpha.RemoteOf(next) is not null);
            Assert.Single(alpha.ConsolePath.Grants);
            Assert.True(alpha.Connect(next));
        }
    }

    [Fact]
    public async Task Draining_Node_TakesNoClaims()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        var member = beta.Coordinator.Snapshot.Find(beta.Name)!;
        await beta.Coordinator.ChangeMemberAsync(
            beta.Name, new LeaveBranch(), member.StateRevision, TestContext.Current.CancellationToken);
        alpha.Signal(1);
        await world.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Null(alpha.RemoteOf(1));
    }

    private static Func<bool> CleanOf(BranchWorld world, BranchNodeWorld seen, BranchNodeWorld owner) =>
        () => seen.Coordinator.Snapshot.Find(owner.Name)?.CleanMachines(BranchWorld.Pool) == 1;

    private static async Task<MachineName> UseAsync(BranchWorld world, BranchNodeWorld entry, int kiosk)
    {
        var line = entry.Signal(kiosk);
        await world.UntilAsync("an offer", () => entry.RemoteOf(kiosk) is not null);
        var machine = entry.RemoteOf(kiosk)!.Machine;
        Assert.True(entry.Connect(kiosk));
        await world.UntilAsync("CONNECTED", () => line.Lines.Contains(SignalText.Connected));
        return machine;
    }

    private static async Task EndedAsync(BranchWorld world, BranchNodeWorld entry)
    {
        SessionSnapshot? session = null;
        for (var step = 0; step < 200 && session?.MachineGoneAt is null; step++)
        {
            session = (await entry.SeeAsync()).Sessions[0];
            await world.PassAsync(TimeSpan.FromMilliseconds(100));
        }

        Assert.True(session?.MachineGoneAt is not null, $"no proof of the machine's end came: {session}");
    }

    private static async Task<MachineId?> OnlyOfferedAsync(BranchNodeWorld owner) =>
        Assert.Single((await owner.SeeAsync()).Slots, slot => slot.MachineState == "offered").Machine;
}
