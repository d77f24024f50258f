using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>Whom the pool takes in. It is not journaled: who ordered it looks every half second whether it
/// holds.</summary>
internal sealed partial class PoolActor
{
    private Admission _admission = Admission.Open;

    private void OnAdmit(AdmitKiosks admit)
    {
        _admission = admit.Admission;
        Log.Admits(_log, Settings.Name, _admission);
        if (_admission == Admission.Closed)
        {
            foreach (var session in _sessions.Values.Where(session => !session.IsOver && IsWaiting(session)))
            {
                session.Actor.Tell(new EndNow(SessionEndReason.ServerLeft));
            }
        }

        Allocate();
        admit.ReplyTo.Reply(OperatorAnswer.Done($"pool {Settings.Name} is {_admission}"));
    }

    private bool IsWaiting(SessionEntry session) => _line.PositionOf(session.Id) > 0;
}
