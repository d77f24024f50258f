using System.Security.Cryptography;
using Orchestrator.Contracts;
using Orchestrator.Enrolment;

namespace Orchestrator.Cli;

/// <summary>Responsible for the operator's file: where it is, and that nobody else can read it.</summary>
internal static class Credentials
{
    public const string Variable = "PBM_CERTIFICATE";

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite;

    /// <summary>Where it is unless the command line says so.</summary>
    public static string DefaultPath => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Path.Combine(UserFiles.Folder, "operator.pem");

    /// <param name="path">The file.</param>
    /// <param name="node">The node that has to answer, or null.</param>
    /// <param name="now">The certificate has to hold then.</param>
    /// <exception cref="CredentialsException">It cannot be used; the message says what to do.</exception>
    public static ApiCredentials Load(string path, string? node, DateTimeOffset now)
    {
        var file = Read(path);
        return file.Certificate.NotAfter > now
            ? new ApiCredentials(file.Certificate, file.Authorities) { Node = node }
            : throw new CredentialsException($"the certificate of {file.Identity} in {path} has run out; "
                + "pbm operator create makes another one");
    }

    /// <inheritdoc cref="Load"/>
    public static OperatorFile Read(string path)
    {
        try
        {
            if (File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0)
            {
                throw new CredentialsException(
                    $"{path} holds a key, and others may read or write it: chmod 600 {path}");
            }

            return OperatorFile.Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CredentialsException(
                $"a server elsewhere wants an operator's certificate, and there is no {path}; pbm operator create "
                + "makes one on the server that holds the branch's authority");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CredentialsException($"{path} cannot be used as an operator's certificate: {error.Message}");
        }
    }
}
