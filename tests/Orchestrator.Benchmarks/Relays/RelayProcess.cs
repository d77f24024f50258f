using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>A relay in a process of its own between a free port and the backend, or the next relay.</summary>
internal sealed class RelayProcess : IDisposable
{
    private readonly Process _process;
    private readonly string? _settings;
    private readonly RelayProcess? _next;

    private RelayProcess(int port, ProcessStartInfo start, string? settings = null, RelayProcess? next = null)
    {
        Port = port;
        (_settings, _next) = (settings, next);
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    public int Port { get; }

    /// <summary>Of all processes on the way.</summary>
    public double CpuSeconds => ProcessUsage.CpuSeconds(_process.Id) + (_next?.CpuSeconds ?? 0);

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

    /// <summary>Two nodes of ours: the one that the kiosk called, and the machine's.</summary>
    public static RelayProcess ProductPair(int backend, PairCertificates certificates)
    {
        var (port, ownerPort) = (FreePort(), FreePort());
        var owner = new RelayProcess(ownerPort, new ProcessStartInfo(
            Environment.ProcessPath!, [NodeHost.OwnerVerb, $"{ownerPort}", $"{backend}", certificates.Folder]));
        return new RelayProcess(
            port,
            new ProcessStartInfo(
                Environment.ProcessPath!,
                [NodeHost.EntryVerb, $"{port}", $"{ownerPort}", $"{backend}", certificates.Folder]),
            next: owner);
    }

    public static RelayProcess Haproxy(int backend) => Haproxy(string.Empty, $"127.0.0.1:{backend}");

    /// <summary>Two of haproxy with what the nodes have between them.</summary>
    public static RelayProcess HaproxyPair(int backend, PairCertificates certificates)
    {
        var trust = $"ssl verify required ca-file {certificates.Authority} ssl-min-ver TLSv1.3 crt";
        var owner = Haproxy($"{trust} {certificates.Of(PairCertificates.Owner)}", $"127.0.0.1:{backend}");
        return Haproxy(
            string.Empty,
            $"127.0.0.1:{owner.Port} {trust} {certificates.Of(PairCertificates.Entry)} "
                + $"verifyhost {PairCertificates.Owner}",
            owner);
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
        _next?.Dispose();
        if (_settings is not null)
        {
            File.Delete(_settings);
        }
    }

    private static RelayProcess Haproxy(string bind, string server, RelayProcess? next = null)
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
              bind 127.0.0.1:{port} {bind}
              server machine {server}

            """);
        return new RelayProcess(
            port, new ProcessStartInfo("haproxy", ["-db", "-q", "-f", settings]), settings, next);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
