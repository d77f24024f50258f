using System.Text.Json.Serialization;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Persistence;

/// <summary>Everything that is written to the journal, and how.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(PoolNameConverter), typeof(MachineIdConverter), typeof(SessionIdConverter),
        typeof(KioskAddressConverter), typeof(MachineNameConverter), typeof(NodeNameConverter),
    ])]
[JsonSerializable(typeof(CloneBegun))]
[JsonSerializable(typeof(MachineStarted))]
[JsonSerializable(typeof(MachineBecameReady))]
[JsonSerializable(typeof(MachineOffered))]
[JsonSerializable(typeof(OfferWithdrawn))]
[JsonSerializable(typeof(MachineConnected))]
[JsonSerializable(typeof(MachineSoiled))]
[JsonSerializable(typeof(DeletionBegun))]
[JsonSerializable(typeof(MachineVanished))]
[JsonSerializable(typeof(MachineAssigned))]
[JsonSerializable(typeof(SlotRecovered))]
[JsonSerializable(typeof(MachineFailed))]
[JsonSerializable(typeof(SlotVacated))]
[JsonSerializable(typeof(SlotQuarantined))]
[JsonSerializable(typeof(QuarantineProbed))]
[JsonSerializable(typeof(QuarantineLifted))]
[JsonSerializable(typeof(SlotHeld))]
[JsonSerializable(typeof(SlotState))]
[JsonSerializable(typeof(SessionQueued))]
[JsonSerializable(typeof(SessionOffered))]
[JsonSerializable(typeof(OfferLost))]
[JsonSerializable(typeof(SessionConnected))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(MachineProvedGone))]
[JsonSerializable(typeof(GoldenImageRecorded))]
[JsonSerializable(typeof(GoldenImageForgotten))]
[JsonSerializable(typeof(PoolResized))]
[JsonSerializable(typeof(PoolState))]
[JsonSerializable(typeof(AlarmRaised))]
[JsonSerializable(typeof(AlarmCauseChanged))]
[JsonSerializable(typeof(AlarmCleared))]
[JsonSerializable(typeof(AlarmBoardState))]
internal sealed partial class JournalJson : JsonSerializerContext;
