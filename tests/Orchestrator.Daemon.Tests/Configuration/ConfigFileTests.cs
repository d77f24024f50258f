using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Rejects_FileThatIsNotThere() => AssertRejected(_path, "cannot be read");

    [Fact]
    public void Rejects_Directory() => AssertRejected(Path.GetTempPath(), "cannot be read");

    [Fact]
    public void Rejects_EndlessFile() => AssertRejected("/dev/zero", $"is larger than {ConfigFile.BytesMax} bytes");

    [Fact]
    public void Rejects_FileThatIsNotUtf8()
    {
        File.WriteAllBytes(_path, [(byte)'a', 0xFF, 0xFE]);

        AssertRejected(_path, "is not UTF-8 at byte 1");
    }

    [Fact]
    public void Accepts_ByteOrderMark()
    {
        File.WriteAllText(_path, '\uFEFF' + ConfigSamples.Least);

        Assert.Empty(ConfigFile.Load(_path).Errors);
    }

    private static void AssertRejected(string path, string rule)
    {
        var error = Assert.Single(ConfigFile.Load(path).Errors);

        Assert.Contains(rule, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(path, error.ToString(), StringComparison.Ordinal);
    }
}
