namespace Orchestrator.Pool.Sessions;

/// <summary>The claim was made once more, because its answer was lost.</summary>
public sealed record ClaimedAgain : SessionMessage;

/// <summary>The kiosk's node says that the kiosk uses the console.</summary>
public sealed record GuestTouched : SessionMessage;

/// <summary>The kiosk's node has been silent for long.</summary>
public sealed record EntryGone : SessionMessage;

/// <summary>The kiosk's node speaks again, and of this session.</summary>
public sealed record EntryBack : SessionMessage;

/// <summary>The kiosk's node says that the session is over.</summary>
internal sealed record GuestEnds(bool Touched) : SessionMessage;
