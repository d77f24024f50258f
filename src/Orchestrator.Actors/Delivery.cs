namespace Orchestrator.Actors;

/// <summary>
/// Something that comes back to an incarnation, a timer or an outcome: it waits while an event is on its way to the
/// journal, and ends with the incarnation.
/// </summary>
internal abstract class Delivery(ActorCell cell) : SystemMessage(cell)
{
    public override void Handle() => Cell.Deliver(this);

    /// <summary>Brings it, in a turn of the incarnation that it is for.</summary>
    public abstract void Bring();
}
