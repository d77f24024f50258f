using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Pool.Slots;

/// <summary>What an operator does to a slot.</summary>
internal sealed partial class SlotActor
{
    private void ReceiveFromOperator(SlotMessage message)
    {
        switch (message)
        {
            case Hold hold:
                OnHold(hold);
                break;
            case Release release:
                OnRelease(release);
                break;
        }
    }

    private void OnHold(Hold hold) => Run(new HoldSlot(hold.Reason), () =>
    {
        if (_machineState is not (OfferedMachine or InUseMachine))
        {
            _machine?.Tell(new Discard(SoilReason.Cleared));
        }

        Report();
        hold.ReplyTo.Reply(OperatorAnswer.Done($"slot {State.Id} is quarantined until it is released"));
    });

    private void OnRelease(Release release)
    {
        var decision = Decide(new LiftQuarantine());
        Persist(decision.Events, () =>
        {
            Resume();
            release.ReplyTo.Reply(decision.Events.Count > 0
                ? OperatorAnswer.Done($"slot {State.Id} is released")
                : OperatorAnswer.Refused(
                    $"slot {State.Id} is {State.Word}, not quarantined; to end what runs in it, end its session"));
        });
    }
}
