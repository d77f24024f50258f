using System.Xml.Linq;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>A golden image of a test's own: the demonstration's domain on a copy of its disk.</summary>
internal sealed class GoldenCopy : IAsyncDisposable
{
    private const string Original = "golden-demo";

    // Not a temporary directory: those are closed to the user that QEMU runs as.
    private readonly DirectoryInfo _folder =
        Directory.CreateDirectory("/var/lib/pbm/g" + Guid.NewGuid().ToString("n")[..8]);

    public string Name => "golden-" + _folder.Name;

    private string Disk => Path.Combine(_folder.FullName, "disk.qcow2");

    /// <summary>Exists while QEMU stops itself before it has said a word to libvirt.</summary>
    public string StopFile => Path.Combine(_folder.FullName, "stop");

    public async Task DefineAsync(bool canStop = false)
    {
        var domain = XElement.Parse(await Virsh.RunAsync("dumpxml", "--inactive", Original));
        var source = domain.Descendants("disk").Elements("source").Single();
        File.Copy(source.Attribute("file")!.Value, Disk);
        source.SetAttributeValue("file", Disk);
        domain.Element("name")!.Value = Name;
        domain.Element("uuid")!.Remove();
        if (canStop)
        {
            var emulator = domain.Descendants("emulator").Single();
            emulator.Value = await WriteStoppingEmulatorAsync(emulator.Value);
        }

        var definition = Path.Combine(_folder.FullName, "domain.xml");
        await File.WriteAllTextAsync(definition, domain.ToString(), TestContext.Current.CancellationToken);
        await Virsh.RunAsync("define", definition);
    }

    /// <summary>Writes to the disk although clones stand on it, which QEMU's own tools refuse to do.</summary>
    public void Change()
    {
        using var disk = new FileStream(Disk, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        disk.Seek(-1, SeekOrigin.End);
        var last = (byte)disk.ReadByte();
        disk.Seek(-1, SeekOrigin.End);
        disk.WriteByte(last);
    }

    /// <summary>A program that becomes QEMU; that of a machine stops itself before, while <see cref="StopFile"/>
    /// exists.</summary>
    private async Task<string> WriteStoppingEmulatorAsync(string emulator)
    {
        var path = Path.Combine(_folder.FullName, "qemu");
        var script = $"""
            #!/bin/sh
            case "$*" in
              *guest=pbm-*) [ ! -e {StopFile} ] || kill -STOP $$ ;;
            esac
            exec {emulator} "$@"
            """;
        await File.WriteAllTextAsync(path, script, TestContext.Current.CancellationToken);
        await Command.RunAsync("chmod", "755", path);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await Virsh.TryAsync("destroy", Name);
        await Virsh.TryAsync("undefine", Name);
        _folder.Delete(recursive: true);
    }
}
