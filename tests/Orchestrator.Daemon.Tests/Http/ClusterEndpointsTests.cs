using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Http;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>What the API shows of a branch of several nodes.</summary>
public sealed class ClusterEndpointsTests : IAsyncLifetime
{
    private static readonly PoolName Demo = PoolName.Parse("demo");
    private static readonly NodeName Alpha = NodeName.Parse("alpha");
    private static readonly NodeName Gone = NodeName.Parse("gone");
    private static readonly NodeName Beta = NodeName.Parse("beta");

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ApiHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Server_Alone_SaysSo()
    {
        using var answer = await _host.Client.GetAsync(ApiRoutes.Cluster, Cancellation);
        var error = await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, "no-cluster"), (answer.StatusCode, error!.Code));
    }

    [Fact]
    public async Task Branch_OfTwo_ShowsWhoIsReachable()
    {
        var announced = new NodeAnnouncement("10.0.0.1:5907", "1.0", new NodeCapacity(1, 0, 1))
        {
            Roles = ["pool"],
            CleanMachines = new Dictionary<PoolName, int> { [Demo] = 1 },
            Machines = 3,
            Sessions = 2,
        };
        _host.Branch = ClusterView.Of(Alpha, seesStore: true, new ClusterSnapshot(7)
        {
            Members = BranchMembers.Of(
                new BranchMember(
                    new MemberState(Beta, MemberStatus.Leaving, 1) { LeaveWithin = Minute }, 3, null),
                new BranchMember(new MemberState(Gone, MemberStatus.Removed, 1), 3, null),
                new BranchMember(new MemberState(Alpha, MemberStatus.Up, 1), 2, announced)),
            Plan = new SlotPlan([new PlannedSlots(Demo, Alpha, 2), new PlannedSlots(Demo, Beta, 1)]),
            Coordinator = new CoordinatorTerm(Alpha, new Epoch(4)),
        });

        var seen = await _host.Client.GetFromJsonAsync(
            ApiRoutes.Cluster, ApiJson.Default.ClusterStatus, Cancellation);

        Assert.Equal(("alpha", "alpha", true), (seen!.Node, seen.Coordinator, seen.SeesStore));
        Assert.Equal(["alpha", "beta"], seen.Members.Select(member => member.Node));
        var (alpha, beta) = (seen.Members[0], seen.Members[1]);
        Assert.Equal(
            ("up", true, "10.0.0.1:5907", "1.0"), (alpha.Status, alpha.IsReachable, alpha.Address, alpha.Version));
        Assert.Equal(["pool"], alpha.Roles);
        Assert.Equal((3, 2), (alpha.Machines, alpha.Sessions));
        Assert.Equal((1, 2), (alpha.CleanMachines["demo"], alpha.PlannedSlots["demo"]));
        Assert.Equal(60, beta.LeaveWithinSeconds);
        Assert.Equal(("leaving", false, null), (beta.Status, beta.IsReachable, beta.Address));
        Assert.Equal((0, 1), (beta.CleanMachines.Count, beta.PlannedSlots["demo"]));
    }
}
