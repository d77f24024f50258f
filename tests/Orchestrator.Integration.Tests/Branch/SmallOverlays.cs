using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>A storage pool on a small file system in memory, which a test can fill and make read-only.</summary>
internal sealed class SmallOverlays : IAsyncDisposable
{
    private const int BlockBytes = 4096;

    private readonly string _name = "o" + Guid.NewGuid().ToString("n")[..8];

    private string Folder => "/var/lib/pbm/" + _name;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>A branch of one slot with its overlays there.</summary>
    public BranchSettings Settings => new() { Size = 1, StoragePool = _name, OverlayDirectory = Folder };

    public static async Task<SmallOverlays> CreateAsync()
    {
        var overlays = new SmallOverlays();
        Directory.CreateDirectory(overlays.Folder);
        await Command.RunAsync("mount", "-t", "tmpfs", "-o", "size=16m,mode=755", overlays._name, overlays.Folder);
        await Command.RunAsync(Repository.File("deploy", "libvirt", "storage.sh"), overlays._name, overlays.Folder);
        return overlays;
    }

    /// <summary>Writes until nothing more can be written.</summary>
    public async Task FillAsync()
    {
        await using var file = new FileStream(
            Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[BlockBytes], TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public Task RemountAsync(string mode) => Command.RunAsync("mount", "-o", "remount," + mode, Folder);

    public async ValueTask DisposeAsync()
    {
        await Virsh.TryAsync("pool-destroy", _name);
        await Virsh.TryAsync("pool-undefine", _name);
        await Command.RunAsync("umount", Folder);
        Directory.Delete(Folder);
    }
}
