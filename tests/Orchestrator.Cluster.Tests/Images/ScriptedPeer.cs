using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Tests.Images;

/// <summary>A link to a node that gives an image from the byte that it is asked for, and breaks where the test says; it
/// remembers what it was asked.</summary>
internal sealed class ScriptedPeer(byte[] image, long breaksAt, Action<FetchImage> asked) : Stream
{
    private readonly MemoryStream _request = new();
    private MemoryStream? _answer;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _request.Write(buffer, offset, count);

    public override int Read(byte[] buffer, int offset, int count)
    {
        _answer ??= Answer();
        return _answer.Read(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private MemoryStream Answer()
    {
        _request.Position = 0;
        var fetch = Assert.IsType<FetchImage>(
            NodeFrames.ReadAsync(_request, CancellationToken.None).GetAwaiter().GetResult());
        asked(fetch);
        var answer = new MemoryStream();
        answer.Write(NodeFrames.Encode(new ImageOffered("<domain/>", "qcow2", image.Length)));
        var from = (int)Math.Min(fetch.Offset, image.Length);
        answer.Write(image, from, (int)Math.Max(0, Math.Min(breaksAt, image.Length) - from));
        answer.Position = 0;
        return answer;
    }
}
