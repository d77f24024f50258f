using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;

namespace Orchestrator.Simulation.Checking;

/// <summary>At most one machine a slot, and the next one only after the last is gone.</summary>
internal sealed class SlotRules(Checker checker)
{
    public void OnEvent(SlotState before, SlotEvent @event)
    {
        switch (@event)
        {
            case MachineAssigned assigned when before.Machine is { } other:
                checker.Fail(Rules.OneMachine,
                    $"slot {before.Id} holds machine {other} and gets {assigned.Machine}");
                break;
            case SlotVacated vacated when before.Machine != vacated.Machine:
                checker.Fail(Rules.Legal, $"slot {before.Id} holds {before.Machine}, not {vacated}");
                break;
            case SlotVacated vacated when IsThere(new MachineName(before.Id, vacated.Machine)):
                checker.Fail(Rules.OneMachine,
                    $"slot {before.Id} is vacated, its machine {vacated.Machine} is not gone");
                break;
        }
    }

    private bool IsThere(MachineName name) =>
        checker.Records.Machines.TryGetValue(name, out var machine) && machine.State is not GoneMachine;
}
