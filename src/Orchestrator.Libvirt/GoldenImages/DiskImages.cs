using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.GoldenImages;

/// <summary>Looks at the golden disk itself: its health by qemu-img, its identity by size, time and hash.</summary>
internal sealed class DiskImages(TimeSpan checkDeadline, TimeProvider time)
{
    /// <summary>qemu-img's exit code for leaked clusters: wasted space, no wrong data.</summary>
    private const int LeaksOnly = 3;

    /// <summary>qemu-img's exit code for a format that has nothing to check.</summary>
    private const int NothingToCheck = 63;

    private readonly ConcurrentDictionary<(string Path, long Size, DateTimeOffset Modified), long> _healthy = [];

    /// <summary>Takes the disk's identity, or compares it with the recorded one; then checks its health unless this
    /// very state passed before.</summary>
    public async Task<GoldenImageIdentity> InspectAsync(
        string goldenImage, GoldenDisk disk, GoldenImageIdentity? recorded, CancellationToken cancellation)
    {
        var file = Stat(goldenImage, disk.Path);
        if (recorded is not null)
        {
            Compare(goldenImage, recorded, disk, file);
        }

        await VirtualSizeAsync(goldenImage, disk, cancellation).ConfigureAwait(false);
        return recorded ?? new GoldenImageIdentity(
            disk.Path,
            disk.Format,
            file.Length,
            file.LastWriteTimeUtc,
            await HashAsync(disk.Path, cancellation).ConfigureAwait(false));
    }

    /// <summary>Bytes that the guest sees; known for every state of the disk that passed the check.</summary>
    public async Task<long> VirtualSizeAsync(string goldenImage, GoldenDisk disk, CancellationToken cancellation)
    {
        var file = Stat(goldenImage, disk.Path);
        var key = (disk.Path, file.Length, (DateTimeOffset)file.LastWriteTimeUtc);
        if (_healthy.TryGetValue(key, out var known))
        {
            return known;
        }

        using var deadline = new CancellationTokenSource(checkDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var (code, output) = await RunAsync(
            ["check", "-q", "-f", disk.Format, disk.Path], either.Token).ConfigureAwait(false);
        if (code is not (0 or LeaksOnly or NothingToCheck))
        {
            throw Damaged(goldenImage, $"qemu-img check {disk.Path} failed with code {code}: {output.Trim()}");
        }

        (code, output) = await RunAsync(
            ["info", "--output=json", "-f", disk.Format, disk.Path], either.Token).ConfigureAwait(false);
        if (code != 0)
        {
            throw Damaged(goldenImage, $"qemu-img info {disk.Path} failed with code {code}: {output.Trim()}");
        }

        using var info = JsonDocument.Parse(output);
        return _healthy[key] = info.RootElement.GetProperty("virtual-size").GetInt64();
    }

    private static FileInfo Stat(string goldenImage, string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file : throw new HypervisorException(
            HypervisorFault.GoldenImageMissing,
            $"golden image {goldenImage}: its disk {path} does not exist or cannot be seen");
    }

    private static void Compare(string goldenImage, GoldenImageIdentity recorded, GoldenDisk disk, FileInfo file)
    {
        if (recorded.DiskPath != disk.Path || recorded.SizeBytes != file.Length
            || recorded.ModifiedAt != file.LastWriteTimeUtc)
        {
            throw new HypervisorException(HypervisorFault.GoldenImageChanged, string.Create(
                CultureInfo.InvariantCulture,
                $"golden image {goldenImage}: disk {disk.Path} ({file.Length} bytes of {file.LastWriteTimeUtc:O}) "
                + $"is not the one that the pool's clones stand on "
                + $"({recorded.DiskPath}, {recorded.SizeBytes} bytes of {recorded.ModifiedAt:O}); "
                + $"clones on a changed base are corrupt: put the old disk back, or clear the pool to begin on the "
                + $"new one"));
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HypervisorException(
                HypervisorFault.GoldenImageMissing,
                $"golden disk {path} cannot be read: {error.Message}; give the daemon's user the right", error);
        }
    }

    /// <summary>Arguments go as a list and never through a shell: a path is data.</summary>
    private static async Task<(int Code, string Output)> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("qemu-img", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            try
            {
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return (process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
        catch (Win32Exception error)
        {
            throw new HypervisorException(
                HypervisorFault.Failed, $"qemu-img cannot be started: {error.Message}; install qemu-utils", error);
        }
    }

    private static HypervisorException Damaged(string goldenImage, string why) =>
        new(HypervisorFault.GoldenImageDamaged, $"golden image {goldenImage}: {why}");
}
