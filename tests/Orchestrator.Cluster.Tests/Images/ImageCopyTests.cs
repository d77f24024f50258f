using System.Security.Cryptography;
using Orchestrator.Cluster.Images;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Tests.Images;

/// <summary>A golden image comes whole and right, or not at all.</summary>
public sealed class ImageCopyTests : IDisposable
{
    private const int Bytes = 1_000_003;

    private static readonly JoinPeer Alpha = new("alpha", "10.0.0.1:5907", []);
    private static readonly JoinPeer Beta = new("beta", "10.0.0.2:5907", []);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-images-");
    private readonly byte[] _image = new byte[Bytes];
    private readonly List<ImageProgress> _progress = [];
    private readonly List<long> _offsets = [];

    public ImageCopyTests() => new Random(1).NextBytes(_image);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JoinImage Wanted => new("golden", Convert.ToHexStringLower(SHA256.HashData(_image)));

    private string Place => Path.Combine(_folder.FullName, "golden.qcow2");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Image_FromAPeer_IsWholeAndReadable()
    {
        var copied = await RunAsync(_ => Peer(_image, Bytes));

        Assert.Equal((Place, "qcow2", "<domain/>"), (copied.DiskPath, copied.Format, copied.DomainXml));
        Assert.Equal(_image, await File.ReadAllBytesAsync(Place, Cancellation));
        Assert.True(File.GetUnixFileMode(Place).HasFlag(UnixFileMode.OtherRead));
        Assert.Equal([Place], Directory.GetFiles(_folder.FullName));
        Assert.Equal(new ImageProgress("golden", "alpha", Bytes, Bytes, 0), _progress[^1]);
        Assert.Equal(_progress.Select(one => one.Bytes).Order(), _progress.Select(one => one.Bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(Bytes - 1)]
    [InlineData(Bytes)]
    public async Task Image_InterruptedAtAnyByte_GoesOnBehindIt(int at)
    {
        // The process died there: what it had written is all that is left.
        await File.WriteAllBytesAsync(PartPath(), _image[..at], Cancellation);

        await RunAsync(_ => Peer(_image, Bytes));

        Assert.Equal([at], _offsets);
        Assert.Equal(_image, await File.ReadAllBytesAsync(Place, Cancellation));
    }

    [Fact]
    public async Task Image_InterruptedAtRandomBytes_GoesOnBehindEach()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var at = 0L;

        await RunAsync(_ => Peer(_image, at = Math.Min(Bytes, at + random.Next(1, Bytes / 20))));

        Assert.True(_offsets.Count > 5, $"seed {seed}: {_offsets.Count} links");
        Assert.Equal(_offsets.Order(), _offsets);
        var copied = await File.ReadAllBytesAsync(Place, Cancellation);
        Assert.True(copied.SequenceEqual(_image), $"seed {seed}");
    }

    [Fact]
    public async Task Peer_ThatGoes_IsFollowedByTheNext()
    {
        await RunAsync(
            peer => peer == Alpha
                ? throw new NodeLinkException(NodeLinkFault.Unreachable, "gone")
                : Peer(_image, Bytes),
            Alpha,
            Beta);

        Assert.Equal("beta", _progress[^1].From);
        Assert.Equal(_image, await File.ReadAllBytesAsync(Place, Cancellation));
    }

    [Fact]
    public async Task Peers_ThatAllBreak_LeaveWhatHasCome()
    {
        var fault = await Assert.ThrowsAsync<ImageException>(() => RunAsync(_ => Peer(_image, 1_000)));

        Assert.Equal(ImageFault.NobodyGives, fault.Fault);
        Assert.Contains("1000 bytes are here", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1_000, new FileInfo(PartPath()).Length);
        Assert.False(File.Exists(Place));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500_000)]
    [InlineData(Bytes - 1)]
    public async Task Byte_TamperedWithOnTheWay_IsFound(int at)
    {
        var tampered = (byte[])_image.Clone();
        tampered[at] ^= 1;

        var fault = await Assert.ThrowsAsync<ImageException>(() => RunAsync(_ => Peer(tampered, Bytes)));

        Assert.Equal(ImageFault.WrongContent, fault.Fault);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
        await RunAsync(_ => Peer(_image, Bytes));
        Assert.Equal(_image, await File.ReadAllBytesAsync(Place, Cancellation));
    }

    [Fact]
    public async Task Byte_TamperedWithInThePart_IsFound()
    {
        var part = _image[..400_000];
        part[17] ^= 1;
        await File.WriteAllBytesAsync(PartPath(), part, Cancellation);

        var fault = await Assert.ThrowsAsync<ImageException>(() => RunAsync(_ => Peer(_image, Bytes)));

        Assert.Equal(ImageFault.WrongContent, fault.Fault);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Part_LongerThanTheImage_IsNotTaken()
    {
        await File.WriteAllBytesAsync(PartPath(), [.. _image, 0], Cancellation);

        var fault = await Assert.ThrowsAsync<ImageException>(() => RunAsync(_ => Peer(_image, Bytes)));

        Assert.Equal(ImageFault.WrongContent, fault.Fault);
    }

    [Fact]
    public async Task Place_OfAnotherImage_IsLeftAlone()
    {
        await File.WriteAllTextAsync(Place, "somebody's", Cancellation);

        var fault = await Assert.ThrowsAsync<ImageException>(() => RunAsync(_ => Peer(_image, Bytes)));

        Assert.Equal(ImageFault.NotWritable, fault.Fault);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(Place, Cancellation));
    }

    [Theory]
    [InlineData("../golden")]
    [InlineData(".golden")]
    public async Task Name_ThatLeavesTheFolder_IsRefused(string name)
    {
        var copy = new ImageCopy(
            (_, _) => throw new InvalidOperationException(), _folder.FullName, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<ImageException>(
            () => copy.RunAsync(Wanted with { Name = name }, [Alpha], new Recorder(_progress), Cancellation));

        Assert.Equal(ImageFault.NotWritable, fault.Fault);
    }

    private string PartPath() => Path.Combine(_folder.FullName, $"golden.{Wanted.Sha256[..16]}.part");

    private ScriptedPeer Peer(byte[] image, long breaksAt) =>
        new(image, breaksAt, fetch => _offsets.Add(fetch.Offset));

    private Task<Drivers.Hypervisor.GoldenImageFile> RunAsync(Func<JoinPeer, Stream> dial, params JoinPeer[] peers) =>
        new ImageCopy((peer, _) => Task.FromResult(dial(peer)), _folder.FullName, TimeProvider.System).RunAsync(
            Wanted, peers.Length == 0 ? [Alpha] : peers, new Recorder(_progress), Cancellation);

    private sealed class Recorder(List<ImageProgress> reported) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => reported.Add(value);
    }
}
