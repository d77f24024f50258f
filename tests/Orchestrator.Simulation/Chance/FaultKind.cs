namespace Orchestrator.Simulation.Chance;

/// <summary>What goes wrong in a branch. A run draws which of these it knows, and how often each strikes.</summary>
internal enum FaultKind
{
    /// <summary>A hypervisor operation takes several times as long as usual.</summary>
    OperationSlow,

    /// <summary>A hypervisor operation never answers; its effect may come much later.</summary>
    OperationStuck,

    /// <summary>A hypervisor operation fails and has done nothing.</summary>
    OperationFailsBefore,

    /// <summary>A hypervisor operation fails and has been done.</summary>
    OperationFailsAfter,

    /// <summary>The effect of an operation that nobody waits for any more.</summary>
    LateEffect,

    /// <summary>The process is killed between two steps.</summary>
    ProcessKilled,

    /// <summary>Writes that had not been acknowledged are lost at a kill.</summary>
    JournalTailLost,

    /// <summary>A commit takes up to seconds.</summary>
    JournalSlow,

    /// <summary>A write fails.</summary>
    JournalFails,

    /// <summary>A hypervisor's event never comes; a reconnect follows, as libvirt's own loss of events
    /// implies.</summary>
    EventLost,

    EventDoubled,

    /// <summary>An event comes later than those after it.</summary>
    EventReordered,

    /// <summary>A client drops all its channels and is back within moments.</summary>
    EarlyDisconnect,

    /// <summary>A kiosk is gone without a word: its connections stay, nobody types.</summary>
    KioskVanishes,

    /// <summary>A kiosk resets its signal line.</summary>
    KioskResets,

    /// <summary>A kiosk signals again while its session lives.</summary>
    KioskHammers,

    /// <summary>A kiosk does not follow RULE ADDED, or only when it is too late.</summary>
    KioskStaysAway,

    GuestReboots,

    GuestPowersOff,

    GuestNeverReady,

    /// <summary>Somebody on the server connects to a machine's console past the relay.</summary>
    ConsoleTampered,

    /// <summary>The console path cannot be opened.</summary>
    PathRefused,

    /// <summary>An operator clears the pool.</summary>
    PoolCleared,

    /// <summary>An operator resizes the pool, ends a session, quarantines or releases a slot.</summary>
    OperatorOrders,

    /// <summary>The hypervisor is lost for a while.</summary>
    HypervisorLost,

    /// <summary>The hypervisor says that it is slow, for a while.</summary>
    HypervisorDegraded,

    /// <summary>Somebody else on the host takes its memory, for a while.</summary>
    MemoryShort,

    /// <summary>Time passes although somebody could have had a turn.</summary>
    TurnDelayed,

    /// <summary>A server loses its power: its process is gone, and nobody ends its links. From here on the kinds are
    /// those of a branch of several nodes.</summary>
    PowerLost,

    /// <summary>The process of the node that coordinates is killed.</summary>
    CoordinatorKilled,

    /// <summary>A process stands still for a while; what comes meanwhile waits.</summary>
    NodeStalled,

    /// <summary>A message between nodes takes up to seconds, and those behind it with it.</summary>
    LinkSlow,

    /// <summary>A link between nodes is reset.</summary>
    LinkReset,

    /// <summary>A node's call of another one is refused.</summary>
    LinkRefused,

    /// <summary>Nothing passes between some nodes and the others, for a while.</summary>
    NodesParted,

    /// <summary>Nothing passes from one node to another, for a while; the way back is open.</summary>
    NodesPartedOneWay,

    /// <summary>A node cannot reach the branch's store, for a while.</summary>
    StoreCut,

    /// <summary>A call of the store takes up to seconds.</summary>
    StoreSlow,

    /// <summary>A call never reaches the store.</summary>
    StoreRequestLost,

    /// <summary>A call reaches the store, its answer does not come back.</summary>
    StoreAnswerLost,

    /// <summary>A watch of the store reports nothing any more, and does not end.</summary>
    StoreWatchSilent,

    /// <summary>The store has no majority, for a while.</summary>
    StoreQuorumLost,

    /// <summary>The store forgets its history.</summary>
    StoreCompacted,

    /// <summary>The store ends a lease whose node keeps it alive.</summary>
    LeaseEnded,

    /// <summary>An operator lets a node leave, or gives one up.</summary>
    MemberOrdered,

    /// <summary>An operator changes the size that the pool has over all nodes.</summary>
    BranchResized,
}
