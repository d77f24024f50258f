namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// How long a call may take, by its kind, and how long it may wait for a thread before that. Past its deadline a call
/// fails; a third of it is slow. The defaults are some twenty times what a busy server needs, and add up to less than
/// the pools' own deadlines, so that the reason comes from here.
/// </summary>
public sealed class CallDeadlines
{
    public TimeSpan List { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Inspect { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Clone { get; init; } = TimeSpan.FromSeconds(40);

    public TimeSpan Destroy { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Delete { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Above the second that a silent agent takes.</summary>
    public TimeSpan Agent { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Of(CallKind kind) => kind switch
    {
        CallKind.List => List,
        CallKind.Inspect => Inspect,
        CallKind.Clone => Clone,
        CallKind.Destroy => Destroy,
        CallKind.Delete => Delete,
        CallKind.Agent => Agent,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of call"),
    };
}
