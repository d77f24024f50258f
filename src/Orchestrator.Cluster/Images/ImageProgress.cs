namespace Orchestrator.Cluster.Images;

/// <summary>How far a copy is.</summary>
/// <param name="GoldenImage">What is copied.</param>
/// <param name="From">The node that it comes from.</param>
/// <param name="Bytes">What is here.</param>
/// <param name="Total">All of it.</param>
/// <param name="Begun">What was here before that node was asked, from an earlier try.</param>
public sealed record ImageProgress(string GoldenImage, string From, long Bytes, long Total, long Begun);
