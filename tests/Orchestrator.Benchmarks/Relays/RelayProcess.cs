using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>A relay in a process of its own between a free port and the backend.</summary>
internal sealed class RelayProcess : IDisposable
{
    private readonly Process _process;
    private readonly string? _settings;

    private RelayProcess(int port, ProcessStartInfo start, string? settings = null)
    {
        Port = port;
        _settings = settings;
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    public int Port { get; }

    public int Id => _process.Id;

    public static RelayProcess Product(int backend)
    {
        var port = FreePort();
        return new RelayProcess(
            port, new ProcessStartInfo(Environment.ProcessPath!, [RelayHost.Verb, $"{port}", $"{backend}"]));
    }

    public static RelayProcess Socat(int backend)
    {
        var port = FreePort();
        return new RelayProcess(port, new ProcessStartInfo(
            "socat", [$"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,nodelay", $"TCP:127.0.0.1:{backend},nodelay"]));
    }

    public static RelayProcess Haproxy(int backend)
    {
        var port = FreePort();
        var settings = Path.GetTempFileName();
        File.WriteAllText(settings, $"""
            defaults
              mode tcp
              timeout connect 5s
              timeout client 1h
              timeout server 1h
            listen relay
              bind 127.0.0.1:{port}
              server machine 127.0.0.1:{backend}

            """);
        return new RelayProcess(port, new ProcessStartInfo("haproxy", ["-db", "-q", "-f", settings]), settings);
    }

    /// <summary>Connects as soon as the relay listens and lets the kiosk through.</summary>
    public async Task<Client> ConnectAsync()
    {
        while (true)
        {
            try
            {
                var client = await Client.ConnectAsync(Port);
                client.RoundTrips(1);
                return client;
            }
            catch (Exception error) when (error is SocketException or IOException && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_settings is not null)
        {
            File.Delete(_settings);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
