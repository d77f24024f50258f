namespace Orchestrator.Cluster.Images;

/// <summary>Why a golden image could not be copied.</summary>
public enum ImageFault
{
    /// <summary>No node gives it, or none to the end. What is here is kept, and the next try goes on from
    /// there.</summary>
    NobodyGives,

    /// <summary>What came is not the image that the branch's pools are of. It was deleted.</summary>
    WrongContent,

    /// <summary>It cannot be written here.</summary>
    NotWritable,
}
