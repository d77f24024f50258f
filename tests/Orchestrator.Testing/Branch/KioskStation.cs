using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Testing.Branch;

/// <summary>A kiosk's side as it is in the field: an X display, and <c>deploy/kiosk/remote.sh</c> on it.</summary>
/// <param name="place">Where it stands; null: in the network of this process.</param>
public sealed class KioskStation(Station? place = null) : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pbm-kiosk-").FullName;
    private readonly List<string> _said = [];
    private Process? _display;
    private Process? _script;
    private string _displayName = "";

    /// <summary>What the script said.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public string Configuration => Path.Combine(_directory, "client.conf");

    /// <summary>The configuration of a kiosk of this branch, with the slides of <c>deploy/kiosk</c>.</summary>
    public static string[] ConfigurationOf(DaemonProcess daemon)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        return
        [
            "server_ip=127.0.0.1",
            $"vdi_signal_port={daemon.SignalPort}",
            $"vdi_spice_port={daemon.ConsolePort}",
            $"animation_folder={Repository.File("deploy", "kiosk", "slides", "waiting")}",
            $"background_folder={Repository.File("deploy", "kiosk", "slides", "idle")}",
        ];
    }

    public async Task StartAsync(IEnumerable<string> configuration)
    {
        await File.WriteAllLinesAsync(Configuration, configuration, TestContext.Current.CancellationToken);
        _display = Start("Xvfb", ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]);
        _displayName = ":" + await _display.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        string[] inside = place is null
            ? []
            : ["nsenter", "--target", place.ProcessId.ToString(CultureInfo.InvariantCulture), "--net", "--"];
        string[] script = [.. inside, "bash", Repository.File("deploy", "kiosk", "remote.sh"), Configuration];
        _script = Start(script[0], script[1..]);
    }

    /// <summary>Waits for the script's own end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _script!.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _script.ExitCode;
    }

    /// <summary>Waits for a window whose name matches.</summary>
    public Task SeeWindowAsync(string pattern) => Eventually.SeeAsync(
        () => $"a window '{pattern}' on the kiosk's display; it said: {Said}",
        () => FindWindowAsync(pattern),
        found => found is not null);

    public async Task PressKeyAsync() => Assert.NotNull(await XdotoolAsync("key", "space"));

    /// <summary>Waits for a program that the script has started.</summary>
    public async Task<int> SeeProgramAsync(string name) => await Eventually.SeeAsync(
        () => $"the kiosk to run {name}; it said: {Said}", () => Task.FromResult(Program(name)), pid => pid != 0);

    /// <summary>SIGKILL for a program that the script has started, as a crash of it is.</summary>
    public async Task KillAsync(string program)
    {
        using var process = Process.GetProcessById(await SeeProgramAsync(program));
        process.Kill();
    }

    /// <summary>SIGTERM, as the end of the graphical session is, and requires that the script ends what it
    /// started.</summary>
    public async Task TerminateAsync()
    {
        var programs = Children(_script!.Id);
        await Command.RunAsync("kill", "-TERM", _script.Id.ToString(CultureInfo.InvariantCulture));
        await WaitForExitAsync();
        await Eventually.SeeAsync(
            "the kiosk's programs to end with it",
            () => Task.FromResult(programs.Where(pid => Directory.Exists($"/proc/{pid}")).ToArray()),
            left => left.Length == 0);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_script is { HasExited: false })
            {
                await TerminateAsync();
            }
        }
        finally
        {
            _script?.Dispose();
            if (_display is { HasExited: false })
            {
                _display.Kill();
                await _display.WaitForExitAsync(CancellationToken.None);
            }

            _display?.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = program == "Xvfb",
        };
        start.Environment["DISPLAY"] = _displayName;
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<string?> FindWindowAsync(string pattern) =>
        await XdotoolAsync("search", "--onlyvisible", "--name", pattern);

    private Task<string?> XdotoolAsync(params string[] arguments) =>
        Command.TryAsync("env", ["DISPLAY=" + _displayName, "xdotool", .. arguments]);

    private int Program(string name) => Children(_script!.Id).FirstOrDefault(pid => NameOf(pid) == name);

    private static int[] Children(int pid)
    {
        var file = $"/proc/{pid}/task/{pid}/children";
        return File.Exists(file)
            ? [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]
            : [];
    }

    private static string? NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private void Remember(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.Add(line);
            }
        }
    }
}
