namespace Orchestrator.Actors;

/// <summary>Where the answer to one question goes. The first answer counts; later ones are dropped.</summary>
public interface IReplyTo<in TReply>
{
    void Reply(TReply value);

    void Fail(Exception error);
}
