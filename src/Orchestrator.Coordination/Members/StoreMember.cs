namespace Orchestrator.Coordination.Members;

/// <summary>A member of etcd.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; empty until it was started.</param>
/// <param name="PeerUrls">Where the other members reach it.</param>
/// <param name="ClientUrls">Where clients reach it; none until it was started.</param>
/// <param name="IsLearner">It does not vote.</param>
public sealed record StoreMember(
    ulong Id, string Name, IReadOnlyList<string> PeerUrls, IReadOnlyList<string> ClientUrls, bool IsLearner);
