using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>Responsible for a server's certificate: it is asked for once, and what the branch answered stays on the
/// disk, so that an interrupted join goes on without the token, which may have expired.</summary>
internal sealed class Admission(JoinOrder order, NodeFiles files, TextWriter output, TimeProvider time)
{
    /// <exception cref="JoinException">The branch refuses, or cannot be asked.</exception>
    /// <exception cref="StartException">The files are another node's.</exception>
    public async Task<JoinAccepted> RunAsync(CancellationToken cancellation)
    {
        files.Prepare();
        var accepted = File.Exists(files.Answer) ? Read() : await AskAsync(cancellation).ConfigureAwait(false);
        using var certificate = X509Certificate2.CreateFromPem(accepted.CertificatePem);
        if (NodeTrust.NameOf(certificate) != order.Node)
        {
            throw new StartException(
                $"{files.Folder} is of node {NodeTrust.NameOf(certificate)}; move it away, or give another "
                    + "--directory");
        }

        EnsurePublic(files.Certificate, accepted.CertificatePem);
        output.WriteLine(
            $"certificate: {files.Certificate}, for {order.Node}, until {certificate.NotAfter:yyyy-MM-dd}");
        return accepted;
    }

    private async Task<JoinAccepted> AskAsync(CancellationToken cancellation)
    {
        var text = order.Token == "-"
            ? await Console.In.ReadLineAsync(cancellation).ConfigureAwait(false)
            : order.Token;
        if (!JoinToken.TryParse(text, out var token))
        {
            throw new StartException("the token is none, or not whole; take what pbm cluster token create printed");
        }

        using var key = OwnKey();
        foreach (var address in await SignersAsync(token, cancellation).ConfigureAwait(false))
        {
            output.WriteLine($"asking {address} to let {order.Node} join");
            var call = await JoinCall.ConnectAsync(address, token, new NodeLinkOptions(), time, cancellation)
                .ConfigureAwait(false);
            await using var owned = call.ConfigureAwait(false);
            var accepted = await call.AskAsync(order.Node, order.Address, key, cancellation).ConfigureAwait(false);
            EnsurePublic(files.Authority, call.Authority.ExportCertificatePem() + "\n");
            NodeFiles.WritePublic(
                files.Answer, JsonSerializer.Serialize(accepted, JoinJson.Default.JoinAccepted));
            return accepted;
        }

        throw new JoinException(JoinFault.SignedElsewhere, "no node that signs for new ones can be reached now");
    }

    /// <summary>The node that was named, or those that it names.</summary>
    private async Task<IReadOnlyList<NodeAddress>> SignersAsync(JoinToken token, CancellationToken cancellation)
    {
        try
        {
            var call = await JoinCall.ConnectAsync(order.Branch, token, new NodeLinkOptions(), time, cancellation)
                .ConfigureAwait(false);
            await call.DisposeAsync().ConfigureAwait(false);
            return [order.Branch];
        }
        catch (JoinException error) when (error.Fault == JoinFault.SignedElsewhere)
        {
            output.WriteLine(error.Message);
            return
            [
                .. error.Signers.Select(text => NodeAddress.TryParse(text, out var address) ? address : null)
                    .OfType<NodeAddress>().Take(1),
            ];
        }
    }

    /// <summary>The same key at every try: the branch knows by it who repeats a request.</summary>
    private NodeKey OwnKey()
    {
        if (File.Exists(files.Key))
        {
            return NodeKey.Load(File.ReadAllText(files.Key));
        }

        var key = NodeKey.Create();
        NodeFiles.WriteSecret(files.Key, key.Pem);
        return key;
    }

    private JoinAccepted Read()
    {
        output.WriteLine($"going on with what the branch has answered before ({files.Answer})");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(files.Answer), JoinJson.Default.JoinAccepted)
                ?? throw new JsonException("it holds nothing");
        }
        catch (Exception error) when (error is JsonException or CryptographicException)
        {
            throw new StartException(
                $"{files.Answer} cannot be read: {error.Message}; remove it and join with a new token", error);
        }
    }

    private static void EnsurePublic(string path, string text)
    {
        if (!File.Exists(path))
        {
            NodeFiles.WritePublic(path, text);
        }
        else if (File.ReadAllText(path).Trim() != text.Trim())
        {
            throw new StartException($"{path} exists and is another; move it away, or give another --directory");
        }
    }
}
