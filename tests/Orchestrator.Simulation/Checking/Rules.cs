namespace Orchestrator.Simulation.Checking;

/// <summary>The rules' names, as a report shows them.</summary>
internal static class Rules
{
    public const string OneSession = "a machine serves one session";

    public const string TouchedNotOffered = "a touched machine is never offered again";

    public const string PathOfOffer = "a path leads to an offered or used machine only";

    public const string OneMachine = "at most one machine a slot";

    public const string Acknowledged = "acknowledged means journaled";

    public const string ReplayedIsLive = "replayed state = live state";

    public const string Legal = "journal events are legal";

    public const string Gone = "gone means gone";

    public const string InOrder = "first come, first served";

    public const string Told = "a waiting kiosk is served or told";

    public const string OneOwner = "one owner an entity and epoch";

    public const string ComesBackEmpty = "who was given up comes back empty";

    public const string Fenced = "a write of the branch is fenced";

    public const string WithoutStore = "a node without the store takes no claims";

    public const string Free = "nobody waits while a machine of the branch is free";

    public const string Heals = "with faults off, everything becomes well";
}
