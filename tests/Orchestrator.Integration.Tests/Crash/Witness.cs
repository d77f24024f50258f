using System.Text.Json.Nodes;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>What the journal has ever held, over all crashes, read by rules of its own: no code of the product says
/// here what a used machine is.</summary>
internal sealed class Witness
{
    private readonly HashSet<string> _soiled = [];
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, string> _userOfMachine = [];
    private readonly Dictionary<string, string> _machineOfSession = [];
    private readonly List<string> _violations = [];

    private Witness()
    {
    }

    /// <summary>Machines that may never be clean again.</summary>
    public IReadOnlySet<string> Soiled => _soiled;

    /// <summary>What must never be.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public static Witness Read(string file)
    {
        var witness = new Witness();
        foreach (var line in File.ReadAllLines(file))
        {
            var words = line.Split(' ', 3);
            var stream = words[0].Split('/');
            witness.Take(stream[0], stream[^1], words[1], JsonNode.Parse(words[2])!);
        }

        return witness;
    }

    private void Take(string kind, string name, string @event, JsonNode body)
    {
        switch (kind, @event)
        {
            case ("machine", "MachineOffered"):
                if (_soiled.Contains(Id(name)))
                {
                    _violations.Add($"{name} was offered after it had been used or soiled");
                }

                break;
            case ("machine", "MachineConnected" or "MachineSoiled"):
                _soiled.Add(Id(name));
                break;
            case ("session", "SessionOffered"):
                _machineOfSession[name] = body["machine"]!.ToString();
                break;
            case ("session", "SessionConnected"):
                var machine = _machineOfSession[name];
                if (_userOfMachine.TryGetValue(machine, out var other) && other != name)
                {
                    _violations.Add($"{machine} was used by session {other} and then by session {name}");
                }

                _userOfMachine[machine] = name;
                break;
        }
    }

    /// <summary>A machine's id is the end of its name.</summary>
    private static string Id(string name) => name[(name.LastIndexOf('-') + 1)..];
}
