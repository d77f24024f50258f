namespace Orchestrator.Actors;

/// <summary>
/// What the kernel itself sends to an actor; it goes before user messages and knows no bound, because only the kernel
/// sends it.
/// </summary>
internal interface ISystemMessage
{
    void Handle();
}
