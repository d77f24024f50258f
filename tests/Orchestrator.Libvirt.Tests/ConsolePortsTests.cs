using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Tests;

public sealed class ConsolePortsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void RequireFree_SomebodyListens_IsTaken(string address)
    {
        using var taken = new TcpListener(IPAddress.Parse(address), 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var error = Assert.Throws<HypervisorException>(() => ConsolePorts.RequireFree(Machine(port)));

        Assert.Equal(HypervisorFault.ConsolePortTaken, error.Fault);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireFree_NobodyListens_LeavesItFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        ConsolePorts.RequireFree(Machine(port));
        ConsolePorts.RequireFree(Machine(port));
    }

    private static MachineName Machine(int port)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"pbm-kiosks-{port}-00000000000a0b0c");
        Assert.True(MachineName.TryParse(text, out var machine));
        return machine;
    }
}
