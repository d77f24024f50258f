namespace Orchestrator.Enrolment;

/// <summary>
/// A server's part of its branch in files of one directory. Nothing is overwritten: a key that is lost is a node, or a
/// branch, that has to be made anew.
/// </summary>
public sealed class NodeFiles(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(directory);

    public string Authority => At("branch-ca.pem");

    /// <summary>On the servers that sign for new ones only.</summary>
    public string AuthorityKey => At("branch-ca.key");

    public string Certificate => At("node.pem");

    public string Key => At("node.key");

    /// <summary>The section <c>cluster</c> of the server's configuration.</summary>
    public string ClusterSection => At("cluster.yaml");

    /// <summary>The server's configuration, whole.</summary>
    public string Configuration => At("pbm.yaml");

    /// <summary>What the branch answered when this server joined.</summary>
    public string Answer => At("join.json");

    /// <summary>What etcd's member of this server is told.</summary>
    public string EtcdMember => At("etcd.env");

    /// <summary>Makes the directory, if need be.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Prepare() => Directory.CreateDirectory(Folder, FolderMode);

    /// <summary>Writes a file that is its owner's alone; it is never seen half.</summary>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static void WriteSecret(string path, string text) => Write(path, text, OwnerOnly);

    /// <inheritdoc cref="WriteSecret"/>
    public static void WritePublic(string path, string text) => Write(path, text, Everybody);

    private string At(string name) => Path.Combine(Folder, name);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var part = $"{path}.{Guid.NewGuid():n}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode,
            };
            using (var file = new FileStream(part, options))
            {
                using var writer = new StreamWriter(file);
                writer.Write(text);
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
