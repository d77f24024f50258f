namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>A connection between two nodes.</summary>
internal interface IWire
{
    /// <summary>From the node that made it.</summary>
    Way Way { get; }

    bool Uses(Way way) => Way == way || Way == way.Back;

    void OnUnblocked();

    /// <summary>Each end is told by its own kernel that the other one is gone.</summary>
    void OnKeepAliveFailed();
}
