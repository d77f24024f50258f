using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cluster.Images;
using Orchestrator.Cluster.Joining;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>
/// Responsible for making this server a node: certificate, member of etcd, golden images, and the configuration last,
/// because a daemon that finds it serves. Each step that is done is found done when the whole is repeated.
/// </summary>
internal sealed class JoinServer(
    JoinOrder order, TextWriter output, bool isTerminal, TimeProvider time, HypervisorOpener openHypervisor)
{
    private readonly NodeFiles _files = new(order.Folder);

    /// <exception cref="StartException">It cannot join now; the message says why and what to do.</exception>
    public static Task RunAsync(JoinOrder order, TextWriter output, bool isTerminal) => new JoinServer(
        order,
        output,
        isTerminal,
        TimeProvider.System,
        options => LibvirtOpener.Open(options, TimeProvider.System, NullLoggerFactory.Instance))
        .RunAsync(CancellationToken.None);

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            CheckConfiguration();
            var accepted = await new Admission(order, _files, output, time).RunAsync(cancellation)
                .ConfigureAwait(false);
            var store = await new StoreJoin(order, _files, output, time)
                .RunAsync(SharedSettings.StoreOf(accepted.Settings), cancellation).ConfigureAwait(false);
            var (text, options) = Configure(accepted.Settings, store);
            await CopyAsync(accepted, options.Hypervisor, cancellation).ConfigureAwait(false);
            if (!File.Exists(_files.Configuration))
            {
                NodeFiles.WritePublic(_files.Configuration, text);
            }
        }
        catch (Exception error) when (error is JoinException or ImageException or HypervisorException
            or CoordinationException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(error.Message, error);
        }

        output.WriteLine($"{order.Node} can serve now: start the daemon with --config {_files.Configuration}");
    }

    /// <summary>Before a token is used up.</summary>
    private void CheckConfiguration()
    {
        if (!File.Exists(_files.Configuration))
        {
            return;
        }

        var reading = ConfigFile.Load(_files.Configuration);
        if (reading.Options?.Cluster?.Node != order.Node)
        {
            throw new StartException(
                $"{_files.Configuration} is there already and is not of node {order.Node}; move it away, or give "
                    + "another --directory");
        }
    }

    private (string Text, DaemonOptions Options) Configure(string shared, IReadOnlyList<Uri> store)
    {
        var text = SharedSettings.Join(
            shared, new ClusterSection(order.Node, order.Address, _files, store).ToYaml());
        var reading = DaemonOptionsReader.Read(text);
        return reading.IsValid
            ? (text, reading.Options)
            : throw new StartException(
                "this version does not accept the branch's settings: " + string.Join("; ", reading.Errors));
    }

    private async Task CopyAsync(JoinAccepted accepted, HypervisorOptions options, CancellationToken cancellation)
    {
        var hypervisor = openHypervisor(options);
        await using var owned = hypervisor.ConfigureAwait(false);
        if (hypervisor is IGoldenShelf shelf)
        {
            var progress = new ImageProgressLine(output, isTerminal, time);
            await new ImageJoin(order, _files, shelf, output, progress, time).RunAsync(accepted, cancellation)
                .ConfigureAwait(false);
        }
    }
}
