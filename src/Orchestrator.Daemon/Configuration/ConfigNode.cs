namespace Orchestrator.Daemon.Configuration;

/// <summary>What the operator wrote: a tree of texts, each with its line, not yet interpreted.</summary>
internal abstract record ConfigNode(int Line)
{
    /// <summary>How an operator would call this kind of node.</summary>
    public abstract string Kind { get; }

    /// <param name="Text">The value without its quotes.</param>
    /// <param name="Quoted">Whether it stood in quotes, so that an empty text is meant and not forgotten.</param>
    internal sealed record Scalar(string Text, bool Quoted, int Line) : ConfigNode(Line)
    {
        public override string Kind => "a value";
    }

    internal sealed record Sequence(IReadOnlyList<ConfigNode> Items, int Line) : ConfigNode(Line)
    {
        public override string Kind => "a list";
    }

    internal sealed record Mapping(IReadOnlyDictionary<string, ConfigEntry> Entries, int Line) : ConfigNode(Line)
    {
        public override string Kind => "a section";
    }
}
