using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Tests.Interop;

public sealed class HostTests
{
    [Theory]
    [InlineData("MemTotal:       24684096 kB\nMemAvailable:   24113588 kB\nBuffers: 1 kB", 24113588L * 1024)]
    [InlineData("MemTotal:       24684096 kB\nMemFree:        23472108 kB", null)]
    [InlineData("MemAvailable:   many kB", null)]
    [InlineData("MemAvailable:   12", null)]
    public void AvailableBytes_MemoryFile_IsItsEstimate(string file, long? bytes) =>
        Assert.Equal(bytes, Host.AvailableBytes(file.Split('\n')));
}
