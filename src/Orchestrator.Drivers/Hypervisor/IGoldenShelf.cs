namespace Orchestrator.Drivers.Hypervisor;

/// <summary>The golden images of one node as files, for nodes that copy them. Failures are those of
/// <see cref="IHypervisor"/>.</summary>
public interface IGoldenShelf
{
    /// <summary>Where a golden image's disk is; it may be read while it is a golden image, because nobody writes to
    /// it.</summary>
    Task<GoldenImageFile> FindAsync(string goldenImage, CancellationToken cancellation);

    /// <summary>Makes a disk that lies in a directory a golden image: the directory is a storage pool then, and the
    /// domain is defined with this disk. Doing it again changes nothing; a domain of this name with another disk is
    /// left alone.</summary>
    /// <param name="image">The image; the definition's own disk counts for nothing.</param>
    /// <param name="storagePool">Name of the storage pool, should none have the directory yet.</param>
    /// <param name="cancellation">Ends the wait, not the work.</param>
    Task ImportAsync(GoldenImageFile image, string storagePool, CancellationToken cancellation);
}
