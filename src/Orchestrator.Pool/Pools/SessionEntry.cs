using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>What the pool's actor knows of one session.</summary>
internal sealed class SessionEntry(
    SessionId id, KioskAddress kiosk, IActorRef<SessionMessage> actor, ISignalLine? line)
{
    public SessionId Id { get; } = id;

    public KioskAddress Kiosk { get; } = kiosk;

    public IActorRef<SessionMessage> Actor { get; } = actor;

    /// <summary>Whether only the journal knew it: which machine its path leads to is not known here.</summary>
    public bool IsRecovered => Line is null;

    /// <summary>The kiosk's signal line, or null: only the journal knew the session. The session's actor speaks on it,
    /// and the pool while the session waits; when that actor is gone for good, nobody else is left to end
    /// it.</summary>
    public ISignalLine? Line { get; } = line;

    /// <summary>The machine that it was sent to, until it waits again.</summary>
    public MachineName? Given { get; set; }

    /// <summary>When it was sent there.</summary>
    public DateTimeOffset GivenAt { get; set; }

    /// <summary>The node whose machine that is; null: this one.</summary>
    public NodeName? Owner { get; set; }

    /// <summary>Whether other nodes are being asked for a machine for it.</summary>
    public bool IsClaiming { get; set; }

    /// <summary>Whether its path is closed and it will use no machine any more.</summary>
    public bool IsOver { get; set; }

    public SessionSnapshot? Snapshot { get; set; }

    /// <summary>Whether it waits, or is sent to a machine and has not heard from it.</summary>
    public bool IsQueued => Snapshot is null ? !IsRecovered : IsKnownToWait;

    /// <summary>Whether its journal says that it waits.</summary>
    public bool IsKnownToWait => Snapshot?.State == "queued";
}
