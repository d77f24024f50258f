using System.Net.Sockets;
using System.Security.Cryptography;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Cluster.Images;

/// <summary>
/// Responsible for copying golden images from other nodes. What has come stands in a file beside its place, named by
/// the content that it shall have; after an interruption the copy goes on behind its last byte, and nothing takes its
/// place whose whole content has not the right hash.
/// </summary>
/// <param name="dial">Makes a link to a node.</param>
/// <param name="folder">Where images are kept.</param>
/// <param name="time">The clock of the deadline.</param>
public sealed class ImageCopy(
    Func<JoinPeer, CancellationToken, Task<Stream>> dial, string folder, TimeProvider time)
{
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Characters of the hash in the name of a part.</summary>
    private const int PartHashCharacters = 16;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A node that sends nothing for so long is given up for the next one.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(20);

    /// <summary>Copies an image, or finds it here.</summary>
    /// <param name="image">Which.</param>
    /// <param name="peers">Who may have it, the likeliest first.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Interrupts it; the next call goes on.</param>
    /// <exception cref="ImageException">It is not here.</exception>
    public async Task<GoldenImageFile> RunAsync(
        JoinImage image, IReadOnlyList<JoinPeer> peers, IProgress<ImageProgress> progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Name.Contains('/', StringComparison.Ordinal) || image.Name.StartsWith('.'))
        {
            throw new ImageException(ImageFault.NotWritable, $"'{image.Name}' is no name of a file");
        }

        try
        {
            Directory.CreateDirectory(folder);
            var part = Path.Combine(folder, $"{image.Name}.{image.Sha256[..PartHashCharacters]}.part");
            var offered = await FillAsync(part, image, peers, progress, cancellation).ConfigureAwait(false);
            var place = Path.Combine(folder, $"{image.Name}.{offered.Format}");
            await TakePlaceAsync(part, place, image, cancellation).ConfigureAwait(false);
            return new GoldenImageFile(image.Name, offered.DomainXml, place, offered.Format);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(
                ImageFault.NotWritable,
                $"golden image {image.Name} cannot be kept in {folder}: {error.Message}",
                error);
        }
    }

    /// <summary>Hash of a file, lower-case hexadecimal.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }

    private async Task<ImageOffered> FillAsync(
        string part, JoinImage image, IReadOnlyList<JoinPeer> peers, IProgress<ImageProgress> progress,
        CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ImageOffered offered;
        using (var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = Readable,
            Options = FileOptions.Asynchronous,
        }))
        {
            await HashAsync(file, hash, cancellation).ConfigureAwait(false);
            offered = await FillAsync(file, hash, image, peers, progress, cancellation).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found == image.Sha256)
        {
            return offered;
        }

        File.Delete(part);
        throw new ImageException(
            ImageFault.WrongContent,
            $"golden image {image.Name}: what came has the SHA-256 {found}, the branch's pools are of {image.Sha256}; "
                + "it was deleted. Try again; if it stays so, the other node's disk has changed under its machines");
    }

    private async Task<ImageOffered> FillAsync(
        FileStream file, IncrementalHash hash, JoinImage image, IReadOnlyList<JoinPeer> peers,
        IProgress<ImageProgress> progress, CancellationToken cancellation)
    {
        var failures = new List<string>();
        for (var before = -1L; file.Length > before;)
        {
            before = file.Length;
            failures.Clear();
            foreach (var peer in peers)
            {
                try
                {
                    return await CopyAsync(file, hash, image, peer, progress, cancellation).ConfigureAwait(false);
                }
                catch (Exception error) when (error is EndOfStreamException or NodeLinkException or PeerBrokeException)
                {
                    failures.Add($"{peer.Node}: {error.Message}");
                }
            }
        }

        var reasons = string.Join("; ", failures.DefaultIfEmpty("no node up"));
        throw new ImageException(
            ImageFault.NobodyGives,
            $"golden image {image.Name} is given by nobody ({reasons}); "
                + $"{file.Length} bytes are here, and the next try goes on from there");
    }

    private async Task<ImageOffered> CopyAsync(
        FileStream file, IncrementalHash hash, JoinImage image, JoinPeer peer, IProgress<ImageProgress> progress,
        CancellationToken cancellation)
    {
        var stream = await dial(peer, cancellation).ConfigureAwait(false);
        await using var owned = stream.ConfigureAwait(false);
        using var silence = new CancellationTokenSource(SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        var offered = await FromPeerAsync(OfferAsync, cancellation).ConfigureAwait(false);
        var begun = file.Length;
        var chunk = new byte[ChunkBytes];
        while (file.Length < offered.Bytes)
        {
            var wanted = (int)Math.Min(chunk.Length, offered.Bytes - file.Length);
            var count = await FromPeerAsync(
                () => stream.ReadAsync(chunk.AsMemory(0, wanted), either.Token).AsTask(), cancellation)
                .ConfigureAwait(false);
            if (count == 0)
            {
                throw new EndOfStreamException($"the link ended at byte {file.Length} of {offered.Bytes}");
            }

            silence.CancelAfter(SilenceMax);
            hash.AppendData(chunk, 0, count);
            await file.WriteAsync(chunk.AsMemory(0, count), cancellation).ConfigureAwait(false);
            progress.Report(new ImageProgress(image.Name, peer.Node, file.Length, offered.Bytes, begun));
        }

        return offered;

        async Task<ImageOffered> OfferAsync()
        {
            await stream.WriteAsync(NodeFrames.Encode(new FetchImage(image.Name, file.Length)), either.Token)
                .ConfigureAwait(false);
            return await NodeFrames.ReadAsync(stream, either.Token).ConfigureAwait(false) switch
            {
                ImageOffered offered => offered,
                ImageMissing missing => throw new IOException(missing.Detail),
                _ => throw new IOException("it does not give images"),
            };
        }
    }

    /// <summary>What fails on the link is the peer's; what fails on the disk is not.</summary>
    private static async Task<T> FromPeerAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new PeerBrokeException(error.Message, error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PeerBrokeException($"it sent nothing for {SilenceMax.TotalSeconds} s", error);
        }
    }

    private static async Task HashAsync(FileStream file, IncrementalHash hash, CancellationToken cancellation)
    {
        var chunk = new byte[ChunkBytes];
        for (int count; (count = await file.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(chunk, 0, count);
        }
    }

    private static async Task TakePlaceAsync(
        string part, string place, JoinImage image, CancellationToken cancellation)
    {
        if (File.Exists(place) && await Sha256Async(place, cancellation).ConfigureAwait(false) != image.Sha256)
        {
            throw new IOException($"{place} exists and is another image; move it away");
        }

        File.Move(part, place, overwrite: true);
    }

    private sealed class PeerBrokeException(string message, Exception inner) : Exception(message, inner);
}
