using Orchestrator.Cluster.Images;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>Responsible for the branch's golden images on a new server: what is not there is copied from a node, and
/// none is taken whose content is not the branch's.</summary>
internal sealed class ImageJoin(
    JoinOrder order, NodeFiles files, IGoldenShelf shelf, TextWriter output, IProgress<ImageProgress> progress,
    TimeProvider time)
{
    /// <summary>Libvirt's storage pool over the folder, which it needs for overlays on the images.</summary>
    private const string StoragePool = "pbm-images";

    public async Task RunAsync(JoinAccepted accepted, CancellationToken cancellation)
    {
        var (certificate, authorities) = CertificateFiles.Read(
            new NodeCertificateOptions(files.Certificate, files.Key, files.Authority), "this server");
        using var owned = certificate;
        var dialer = new NodeDialer(new NodeTrust(certificate, authorities), new NodeLinkOptions(), time);
        var copy = new ImageCopy(
            async (peer, cancelled) => await dialer
                .ConnectAsync(NodeName.Parse(peer.Node), peer.Address, cancelled).ConfigureAwait(false),
            order.ImageFolder,
            time);
        foreach (var image in accepted.Images)
        {
            if (await IsHereAsync(image, cancellation).ConfigureAwait(false))
            {
                output.WriteLine($"golden image {image.Name}: it is here");
                continue;
            }

            var peers = accepted.Peers.OrderBy(peer => peer.Images.Contains(image.Sha256) ? 0 : 1);
            var file = await copy.RunAsync(image, [.. peers], progress, cancellation).ConfigureAwait(false);
            await shelf.ImportAsync(file, StoragePool, cancellation).ConfigureAwait(false);
            output.WriteLine($"golden image {image.Name}: {file.DiskPath}, content proved");
        }
    }

    private async Task<bool> IsHereAsync(JoinImage image, CancellationToken cancellation)
    {
        GoldenImageFile here;
        try
        {
            here = await shelf.FindAsync(image.Name, cancellation).ConfigureAwait(false);
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.GoldenImageMissing)
        {
            return false;
        }

        return await ImageCopy.Sha256Async(here.DiskPath, cancellation).ConfigureAwait(false) == image.Sha256
            ? true
            : throw new StartException(
                $"golden image {image.Name}: libvirt has a domain of this name whose disk {here.DiskPath} is not the "
                    + "branch's image; rename it or undefine it, and join again: it goes on");
    }
}
