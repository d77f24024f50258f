using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Testing.Interop;

namespace Orchestrator.Testing.Nodes;

/// <summary>Something with a network of its own at the branch's switch: a namespace that ends with its
/// disposal.</summary>
public sealed class Station : IDisposable
{
    /// <summary>It ends with this process, however that ends.</summary>
    private static readonly string[] Holder = ["--net", "sh", "-c", "ip link set lo up && echo up && read -r _"];

    private readonly Process _holder;
    private readonly BranchSwitch _switch;

    private Station(Process holder, BranchSwitch @switch, IPAddress address) =>
        (_holder, _switch, Address) = (holder, @switch, address);

    public IPAddress Address { get; }

    /// <summary>A process in it.</summary>
    public int ProcessId => _holder.Id;

    public static async Task<Station> StartAsync(BranchSwitch @switch, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(@switch);
        var start = new ProcessStartInfo("unshare", Holder)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var holder = Process.Start(start)!;
        var word = await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(word == "up", $"a namespace for {address} could not be made");
        var station = new Station(holder, @switch, address);
        await @switch.PlugAsync(station.ProcessId, address);
        return station;
    }

    /// <summary>Connects from here.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="bound">Ends the wait for a server that does not answer; null: the test's end does.</param>
    public async Task<Socket> ConnectAsync(EndPoint server, TimeSpan? bound = null)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        if (bound is { } limit)
        {
            cancellation.CancelAfter(limit);
        }

        var socket = NetworkNamespace.OpenSocket(ProcessId);
        try
        {
            await socket.ConnectAsync(server, cancellation.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _switch.Forget(ProcessId, Address);
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
