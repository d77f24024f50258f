namespace Orchestrator.Cluster.Images;

/// <summary>A golden image cannot be copied. The message says why and what to do.</summary>
public sealed class ImageException(ImageFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public ImageFault Fault { get; } = fault;
}
