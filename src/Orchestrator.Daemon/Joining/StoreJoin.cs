using System.ComponentModel;
using System.Diagnostics;
using Orchestrator.Coordination;
using Orchestrator.Coordination.Members;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>Responsible for a server's member of the branch's etcd: it learns first, and votes once it knows
/// everything, so that one that never starts costs the others no quorum.</summary>
internal sealed class StoreJoin(JoinOrder order, NodeFiles files, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(200);

    /// <summary>From a start to a vote: etcd sends a snapshot of some megabytes.</summary>
    private static readonly TimeSpan LearnMax = TimeSpan.FromMinutes(2);

    /// <param name="endpoints">Client URLs of members that there were.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Client URLs of the members that vote, this server's first.</returns>
    public async Task<IReadOnlyList<Uri>> RunAsync(IReadOnlyList<Uri> endpoints, CancellationToken cancellation)
    {
        if (endpoints.FirstOrDefault(endpoint => endpoint.Scheme != Uri.UriSchemeHttps) is { } plain)
        {
            throw new StartException(
                $"the branch's etcd is at {plain}, without TLS: no other server can reach it. Start it at the first "
                    + "server with what pbm cluster init wrote, and give that one https in cluster.etcd.endpoints");
        }

        var (certificate, authorities) = CertificateFiles.Read(
            new NodeCertificateOptions(files.Certificate, files.Key, files.Authority), "this server");
        using var owned = certificate;
        using var members = new EtcdMembers(
            new EtcdOptions { Endpoints = endpoints, ClientCertificate = certificate, Authorities = authorities },
            time);
        if (order.EtcdScript is { } script)
        {
            await EnsureMemberAsync(members, script, cancellation).ConfigureAwait(false);
        }

        var voting = (await members.ListAsync(cancellation).ConfigureAwait(false)).Where(member => !member.IsLearner);
        return
        [
            .. voting.SelectMany(member => member.ClientUrls.Select(url => (member.Name, Url: new Uri(url))))
                .OrderBy(one => one.Name == order.Node.Value ? 0 : 1)
                .ThenBy(one => one.Url.AbsoluteUri, StringComparer.Ordinal)
                .Select(one => one.Url),
        ];
    }

    private async Task EnsureMemberAsync(EtcdMembers members, string script, CancellationToken cancellation)
    {
        var settings = new EtcdMemberSettings(
            order.Node, order.Address.Host, files, EtcdMemberSettings.DataDefault);
        var own = await members.EnsureLearnerAsync(settings.PeerUrl, cancellation).ConfigureAwait(false);
        if (!own.IsLearner)
        {
            output.WriteLine($"etcd: {order.Node} is a member that votes");
            return;
        }

        var all = await members.ListAsync(cancellation).ConfigureAwait(false);
        var others = all.Where(member => member.Id != own.Id && member.Name.Length > 0)
            .SelectMany(member => member.PeerUrls.Select(url => $"{member.Name}={url}"));

        // An earlier try's list of members may be an old one.
        File.Delete(files.EtcdMember);
        NodeFiles.WritePublic(files.EtcdMember, settings.Environment([.. others, settings.Entry], isFirst: false));
        output.WriteLine($"etcd: {order.Node} learns; {script} start {files.Folder}");
        await StartAsync(script, cancellation).ConfigureAwait(false);
        await PromoteAsync(members, own.Id, cancellation).ConfigureAwait(false);
        output.WriteLine($"etcd: {order.Node} votes, one of {all.Count} members");
    }

    private async Task PromoteAsync(EtcdMembers members, ulong own, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(LearnMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            while (!await members.PromoteAsync(own, either.Token).ConfigureAwait(false))
            {
                await Task.Delay(LookPause, time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StartException(
                $"etcd on this server has not learned everything in {LearnMax.TotalSeconds:0} s; look at its log, and "
                    + "join again: it goes on");
        }
    }

    private async Task StartAsync(string script, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(script, ["start", files.Folder]);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new StartException(
                    $"{script} start {files.Folder} ended with {process.ExitCode}; mend it and join again: it goes on");
            }
        }
        catch (Win32Exception error)
        {
            throw new StartException($"{script} cannot be run: {error.Message}; give --etcd another script", error);
        }
    }
}
