using System.Net;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Signal;

/// <summary>Responsible for the signal ports of all pools, from the host's start to its end.</summary>
internal sealed class SignalPorts(
    DaemonOptions options,
    SignalAdmission admission,
    IPools pools,
    TimeProvider time,
    ILogger<SignalPort> logger) : IHostedService
{
    private readonly List<SignalPort> _ports = [];

    /// <summary>The open ports, in the order of the pools.</summary>
    public IReadOnlyList<SignalPort> Ports => _ports;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var pool in options.Pools)
        {
            var endpoint = new IPEndPoint(options.Signal.Address, pool.SignalPort);
            var port = new SignalPort(pool.Settings.Name, endpoint, admission, pools, time, logger);
            port.Start();
            _ports.Add(port);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var port in _ports)
        {
            await port.DisposeAsync().ConfigureAwait(false);
        }
    }
}
