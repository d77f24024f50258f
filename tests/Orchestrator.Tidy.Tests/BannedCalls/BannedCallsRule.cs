using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.BannedCalls;

/// <summary>
/// Responsible for calls that compile and are wrong here. They are sought in the syntax, so that no comment and no text
/// trips them; names are not bound, so a call is known by the words it is written in.
/// </summary>
internal sealed class BannedCallsRule(params AllowedCall[] allowed) : IRule
{
    public IEnumerable<string> Check(SourceTree tree)
    {
        var unused = allowed.ToHashSet();
        foreach (var file in tree.CSharp)
        {
            var bans = Bans.All.Where(ban => ban.Where(file)).ToList();
            foreach (var node in file.Syntax.DescendantNodes())
            {
                foreach (var ban in bans.Where(ban => ban.Is(node)))
                {
                    var found = node.ToString().Split('\n')[0];
                    var entry = allowed.FirstOrDefault(entry => entry.Path == file.Path && entry.Call == found);
                    if (entry is null)
                    {
                        yield return file.Violation(node, found, ban.Rule, ban.Remedy);
                        continue;
                    }

                    unused.Remove(entry);
                }
            }
        }

        foreach (var entry in unused)
        {
            yield return $"{entry.Path}:1: {entry.Call} is not called any more, exceptions shrink, remove the entry";
        }
    }
}
