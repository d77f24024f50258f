using System.Diagnostics;
using System.Security.Cryptography;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;

namespace Orchestrator.Libvirt.Tests.GoldenImages;

/// <summary>Real disks, looked at by the real qemu-img.</summary>
public sealed class DiskImagesTests : IDisposable
{
    private const long VirtualBytes = 4 * 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("pbm-disk-").FullName;
    private readonly DiskImages _images = new(TimeSpan.FromMinutes(1), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("qcow2")]
    [InlineData("raw")]
    public async Task Inspect_HealthyDisk_TakesItsIdentity(string format)
    {
        var disk = await MakeAsync(format);
        var identity = await _images.InspectAsync("golden", disk, null, Cancellation);

        var file = new FileInfo(disk.Path);
        Assert.Equal((disk.Path, format, file.Length), (identity.DiskPath, identity.Format, identity.SizeBytes));
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(disk.Path, Cancellation));
        Assert.Equal(Convert.ToHexStringLower(hash), identity.Sha256);
        Assert.Equal(VirtualBytes, await _images.VirtualSizeAsync("golden", disk, Cancellation));
        Assert.Same(identity, await _images.InspectAsync("golden", disk, identity, Cancellation));
    }

    [Fact]
    public async Task Inspect_CorruptHeader_IsDamaged()
    {
        var disk = await MakeAsync("qcow2");
        await using (var file = File.OpenWrite(disk.Path))
        {
            // The refcount table's offset, bytes 48 to 55 of the header.
            file.Position = 48;
            file.Write([0xFF, 0xFF, 0xFF, 0xFF]);
        }

        await FailsAsync(HypervisorFault.GoldenImageDamaged, disk, "qemu-img check");
    }

    [Fact]
    public async Task Inspect_AnotherFormatThanSaid_IsDamaged()
    {
        var disk = await MakeAsync("raw");

        await FailsAsync(HypervisorFault.GoldenImageDamaged, disk with { Format = "qcow2" }, "qemu-img check");
    }

    [Fact]
    public Task Inspect_NoFile_IsMissing() => FailsAsync(
        HypervisorFault.GoldenImageMissing, new GoldenDisk(Path.Combine(_folder, "none"), "raw"), "does not exist");

    [Fact]
    public async Task Inspect_TouchedSinceRecorded_IsChanged()
    {
        var disk = await MakeAsync("qcow2");
        var recorded = await _images.InspectAsync("golden", disk, null, Cancellation);
        File.SetLastWriteTimeUtc(disk.Path, File.GetLastWriteTimeUtc(disk.Path).AddSeconds(1));

        var error = await Assert.ThrowsAsync<HypervisorException>(
            () => _images.InspectAsync("golden", disk, recorded, Cancellation));

        Assert.Equal(HypervisorFault.GoldenImageChanged, error.Fault);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task FailsAsync(HypervisorFault fault, GoldenDisk disk, string why)
    {
        var error = await Assert.ThrowsAsync<HypervisorException>(
            () => _images.InspectAsync("golden", disk, null, Cancellation));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(disk.Path, error.Message, StringComparison.Ordinal);
    }

    private async Task<GoldenDisk> MakeAsync(string format)
    {
        var disk = new GoldenDisk(Path.Combine(_folder, "disk"), format);
        using var process = Process.Start("qemu-img", ["create", "-q", "-f", format, disk.Path, $"{VirtualBytes}"]);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        return disk;
    }
}
