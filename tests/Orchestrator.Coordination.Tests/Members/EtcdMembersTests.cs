using System.Net;
using System.Net.Sockets;
using Orchestrator.Coordination.Members;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Members;

/// <summary>A second member joins a real etcd of one.</summary>
public sealed class EtcdMembersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Member_Added_LearnsFirstAndThenVotes()
    {
        await using var server = await EtcdServer.StartAsync();
        using var members = Open(server);
        var (client, peer) = (Free(), Free());
        var first = Assert.Single(await members.ListAsync(Cancellation));
        Assert.Equal(("m0", false), (first.Name, first.IsLearner));

        var added = await members.EnsureLearnerAsync(peer, Cancellation);
        var again = await members.EnsureLearnerAsync(peer, Cancellation);

        Assert.Equal((added.Id, true, ""), (again.Id, again.IsLearner, again.Name));
        Assert.False(await members.PromoteAsync(added.Id, Cancellation), "it was promoted and never ran");
        var folder = Directory.CreateTempSubdirectory("pbm-learner-");
        using (EtcdMember.Start(
            [
                "--name", "m1", "--data-dir", folder.FullName, "--listen-client-urls", Text(client),
                "--advertise-client-urls", Text(client), "--listen-peer-urls", Text(peer),
                "--initial-advertise-peer-urls", Text(peer), "--initial-cluster",
                $"m0={first.PeerUrls[0]},m1={Text(peer)}", "--initial-cluster-state", "existing", "--log-level", "warn",
            ],
            client,
            peer))
        {
            await Eventually.SeeAsync(
                "the learner's promotion", () => members.PromoteAsync(added.Id, Cancellation), done => done);
            var known = await Eventually.SeeAsync(
                "two members that vote", () => members.ListAsync(Cancellation),
                seen => seen.Count == 2 && seen.All(member => !member.IsLearner && member.ClientUrls.Count == 1));
            Assert.Equal(["m0", "m1"], known.Select(member => member.Name).Order());
        }

        folder.Delete(recursive: true);
    }

    private static EtcdMembers Open(EtcdServer server) =>
        new(new EtcdOptions { Endpoints = server.Endpoints }, TimeProvider.System);

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static Uri Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
