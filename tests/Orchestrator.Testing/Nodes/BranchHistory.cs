using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// Every claim and offer that the nodes' journals have ever held, read by rules of its own: no code of the product says
/// here what a used machine is. One node's events are in their order; between nodes only their content counts.
/// </summary>
public sealed class BranchHistory
{
    private readonly List<string> _violations = [];
    private readonly HashSet<(string Node, string Machine)> _used = [];
    private readonly HashSet<(string Node, string Machine, string Session)> _kept = [];
    private readonly Dictionary<(string Node, string Machine), string> _holder = [];
    private readonly Dictionary<(string Node, string Machine), string> _user = [];
    private readonly List<SessionOffer> _offers = [];
    private readonly Dictionary<(string Node, string Session), SessionOffer> _offered = [];

    private BranchHistory()
    {
    }

    /// <summary>What must never be.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Machines that sessions were offered, in the order of their nodes.</summary>
    public IReadOnlyList<SessionOffer> Offers => _offers;

    /// <summary>Machines whose consoles were touched, or that were given up.</summary>
    public int Used => _used.Count;

    /// <param name="files">The nodes' witnesses.</param>
    public static BranchHistory Read(IReadOnlyDictionary<string, string> files)
    {
        var history = new BranchHistory();
        foreach (var (node, file) in files)
        {
            foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
            {
                var words = line.Split(' ', 3);
                var stream = words[0].Split('/');
                history.Take(node, stream[0], stream[^1], words[1], JsonNode.Parse(words[2])!);
            }
        }

        history.CompareNodes();
        return history;
    }

    private void Take(string node, string kind, string name, string @event, JsonNode body)
    {
        switch (kind, @event)
        {
            case ("machine", "MachineOffered"):
                OnKept((node, Id(name)), body["claim"]!["session"]!.ToString());
                break;
            case ("machine", "OfferWithdrawn"):
                _holder.Remove((node, Id(name)));
                break;
            case ("machine", "MachineConnected" or "MachineSoiled"):
                _used.Add((node, Id(name)));
                break;
            case ("session", "SessionOffered"):
                var machine = body["machine"]!.ToString();
                var offer = new SessionOffer(node, name, body["owner"]?.ToString() ?? node, Id(machine));
                _offers.Add(offer);
                _offered[(node, name)] = offer;
                break;
            case ("session", "SessionConnected"):
                OnConnected(_offered[(node, name)]);
                break;
        }
    }

    private void OnKept((string Node, string Machine) machine, string session)
    {
        if (_used.Contains(machine))
        {
            _violations.Add($"{machine} was offered to {session} after it had been used or given up");
        }

        if (_holder.TryGetValue(machine, out var other) && other != session)
        {
            _violations.Add($"{machine} was kept for session {other} and then for session {session}");
        }

        _holder[machine] = session;
        _kept.Add((machine.Node, machine.Machine, session));
    }

    private void OnConnected(SessionOffer offer)
    {
        var machine = (offer.Owner, offer.Machine);
        if (_user.TryGetValue(machine, out var other) && other != offer.Session)
        {
            _violations.Add($"{machine} was used by session {other} and then by session {offer.Session}");
        }

        _user[machine] = offer.Session;
    }

    /// <summary>The owner's journal is what makes a claim true.</summary>
    private void CompareNodes() => _violations.AddRange(_offers
        .Where(offer => !_kept.Contains((offer.Owner, offer.Machine, offer.Session)))
        .Select(offer => $"{offer} was made, and the owner's journal never held it"));

    /// <summary>A machine's id is the end of its name.</summary>
    private static string Id(string name) => name[(name.LastIndexOf('-') + 1)..];
}
