using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Cluster.Images;

/// <summary>Responsible for giving this node's golden images to other nodes.</summary>
/// <param name="shelf">The images.</param>
/// <param name="log">The log.</param>
public sealed partial class ImageServer(IGoldenShelf shelf, ILogger<ImageServer> log)
{
    /// <summary>Images that are read at one time: machines read from the same disk.</summary>
    public const int TransfersMax = 2;

    private const int ChunkBytes = 256 * 1024;

    /// <summary>The first bytes of a qcow2, and where it names the file that it stands on.</summary>
    private const uint QcowMagic = 0x514649fb;
    private const int BackingOffsetAt = 8;
    private const int HeadBytes = 16;

    private int _transfers;

    internal async Task ServeAsync(NodeName node, FetchImage fetch, Stream stream, CancellationToken stopping)
    {
        try
        {
            if (Interlocked.Increment(ref _transfers) > TransfersMax)
            {
                await SayAsync(stream, new ImageMissing("it copies to others already"), stopping).ConfigureAwait(false);
                return;
            }

            await SendAsync(node, fetch, stream, stopping).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _transfers);
        }
    }

    private async Task SendAsync(NodeName node, FetchImage fetch, Stream stream, CancellationToken stopping)
    {
        GoldenImageFile image;
        FileStream file;
        try
        {
            image = await shelf.FindAsync(fetch.GoldenImage, stopping).ConfigureAwait(false);
            file = new FileStream(
                image.DiskPath, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkBytes, useAsync: true);
        }
        catch (Exception error) when (error is HypervisorException or IOException or UnauthorizedAccessException)
        {
            await SayAsync(stream, new ImageMissing(error.Message), stopping).ConfigureAwait(false);
            return;
        }

        await using var owned = file.ConfigureAwait(false);
        if (await StandsOnAnotherAsync(file, stopping).ConfigureAwait(false))
        {
            await SayAsync(
                stream,
                new ImageMissing($"{image.DiskPath} stands on another file; make it whole with qemu-img convert"),
                stopping).ConfigureAwait(false);
            return;
        }

        Log.Sent(log, fetch.GoldenImage, node, fetch.Offset, file.Length);
        await SayAsync(
            stream, new ImageOffered(image.DomainXml, image.Format, file.Length), stopping).ConfigureAwait(false);
        file.Position = Math.Min(fetch.Offset, file.Length);
        await file.CopyToAsync(stream, ChunkBytes, stopping).ConfigureAwait(false);
        await stream.FlushAsync(stopping).ConfigureAwait(false);
    }

    private static Task SayAsync(Stream stream, NodeMessage message, CancellationToken stopping) =>
        stream.WriteAsync(NodeFrames.Encode(message), stopping).AsTask();

    private static async Task<bool> StandsOnAnotherAsync(FileStream file, CancellationToken stopping)
    {
        var head = new byte[HeadBytes];
        return await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, stopping).ConfigureAwait(false)
            == HeadBytes
            && BinaryPrimitives.ReadUInt32BigEndian(head) == QcowMagic
            && BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(BackingOffsetAt)) != 0;
    }

    private static partial class Log
    {
        [LoggerMessage(9120, LogLevel.Information,
            "golden image {GoldenImage} goes to node {NodeName} from byte {Offset} of {Bytes}")]
        public static partial void Sent(
            ILogger logger, string goldenImage, NodeName nodeName, long offset, long bytes);
    }
}
