namespace Orchestrator.Daemon.Configuration;

/// <summary>
/// Responsible for giving every TCP port one meaning on this node. Addresses are not told apart: 0.0.0.0 and
/// 127.0.0.1 on one port collide, and two meanings of one number would mislead whoever reads a packet trace.
/// </summary>
internal sealed class PortPlan
{
    private readonly List<(int First, int Last, string Path)> _claims = [];

    public void Claim(ConfigSection section, string key, int first, int count)
    {
        if (first == 0 || count == 0)
        {
            return; // Missing, and reported as missing.
        }

        var last = first + count - 1;
        foreach (var (claimedFirst, claimedLast, path) in _claims)
        {
            if (first <= claimedLast && claimedFirst <= last)
            {
                section.Reject(key, $"{Ports(first, last)} overlaps {Ports(claimedFirst, claimedLast)} of {path}");
                break;
            }
        }

        _claims.Add((first, last, section.PathOf(key)));
    }

    private static string Ports(int first, int last) => first == last ? $"port {first}" : $"ports {first}..{last}";
}
