using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Enrolment;

namespace Orchestrator.Cluster.Joining;

/// <summary>Responsible for a server's call to the branch that it wants to join: the secret goes only to a node that
/// the authority of the token has certified.</summary>
public sealed class JoinCall : IAsyncDisposable
{
    private readonly SslStream _stream;
    private readonly JoinToken _token;
    private readonly NodeLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly string _address;

    private JoinCall(SslStream stream, JoinToken token, NodeLinkOptions options, TimeProvider time, string address) =>
        (_stream, _token, _options, _time, _address) = (stream, token, options, time, address);

    /// <summary>The branch's authority, which is the token's.</summary>
    public X509Certificate2 Authority { get; private set; } = null!;

    /// <summary>Calls a node and knows that it is of the token's branch and signs.</summary>
    /// <param name="address">Where.</param>
    /// <param name="token">The token; nothing of it is sent yet.</param>
    /// <param name="options">The links' limits.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JoinException">It is not, or cannot be reached.</exception>
    public static async Task<JoinCall> ConnectAsync(
        NodeAddress address, JoinToken token, NodeLinkOptions options, TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        using var deadline = new CancellationTokenSource(options.HandshakeDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        JoinCall? call = null;
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, either.Token).ConfigureAwait(false);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            call = new JoinCall(stream, token, options, time, $"{address}");
            await stream.AuthenticateAsClientAsync(NodeTrust.Stranger(address.Host), either.Token)
                .ConfigureAwait(false);
            await call.TakeOfferAsync(either.Token).ConfigureAwait(false);
            return call;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (call is not null)
            {
                await call.DisposeAsync().ConfigureAwait(false);
            }

            if (error is JoinException || cancellation.IsCancellationRequested)
            {
                throw;
            }

            throw FaultOf(address, error);
        }
    }

    /// <summary>Shows the token and asks for a certificate.</summary>
    /// <param name="node">The name.</param>
    /// <param name="address">Where the other nodes will reach this server.</param>
    /// <param name="key">The server's key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JoinException">The branch refuses, or does not answer. The same request may be made again.
    /// </exception>
    public async Task<JoinAccepted> AskAsync(
        NodeName node, NodeAddress address, NodeKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var deadline = new CancellationTokenSource(_options.JoinDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var request = new JoinRequest(
            _token.Id.Value, _token.Secret, node.Value, $"{address}", key.SigningRequest());
        JoinMessage? answer;
        try
        {
            await _stream.WriteAsync(JoinFrames.Requests.Encode(request), either.Token).ConfigureAwait(false);
            answer = await JoinFrames.Answers.ReadAsync(_stream, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            throw new JoinException(
                JoinFault.Unreachable,
                $"{_address} was asked and did not answer; try again with the same token",
                error);
        }

        return answer switch
        {
            JoinAccepted accepted => Checked(accepted, node, key),
            JoinRefused refused => throw new JoinException(JoinFault.Refused, refused.Message)
            {
                Refusal = refused.Reason,
            },
            _ => throw new JoinException(
                JoinFault.Unreachable, $"{_address} ended the talk; try again with the same token"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        Authority?.Dispose();
    }

    private async Task TakeOfferAsync(CancellationToken cancellation)
    {
        if (await JoinFrames.Answers.ReadAsync(_stream, cancellation).ConfigureAwait(false) is not JoinOffer offer)
        {
            throw new JoinException(
                JoinFault.Unreachable, $"{_address} has no room for another server that joins; try again");
        }

        Authority = ReadAuthority(offer);
        if (BranchAuthority.Sha256Of(Authority) != _token.AuthoritySha256)
        {
            // The branch records who comes with another's token; the secret is not said.
            await _stream.WriteAsync(JoinFrames.Requests.Encode(new JoinDeclined(_token.Id.Value)), cancellation)
                .ConfigureAwait(false);
            await _stream.ShutdownAsync().ConfigureAwait(false);
            throw Foreign("its authority is not the one that the token names");
        }

        // The handshake proved that it has the key of this certificate.
        if (_stream.RemoteCertificate is not X509Certificate2 shown || NodeTrust.NameOf(shown) is null
            || !NodeTrust.IsOf(Authority, shown))
        {
            throw Foreign("the authority that the token names has not certified it as a node");
        }

        if (!offer.Signs)
        {
            throw new JoinException(
                JoinFault.SignedElsewhere,
                $"node {NodeTrust.NameOf(shown)} at {_address} does not hold the authority's key; ask "
                    + (offer.Signers.Count > 0 ? string.Join(" or ", offer.Signers) : "another node"))
            {
                Signers = offer.Signers,
            };
        }
    }

    private X509Certificate2 ReadAuthority(JoinOffer offer)
    {
        try
        {
            return X509Certificate2.CreateFromPem(offer.AuthorityPem);
        }
        catch (CryptographicException error)
        {
            throw Foreign($"what it shows as its authority is no certificate: {error.Message}");
        }
    }

    private JoinException Foreign(string why) => new(
        JoinFault.ForeignBranch,
        $"who answers at {_address} is not of the branch that the token is of: {why}. Nothing secret was sent; "
            + "check the address, and whether somebody stands in between");

    /// <summary>A certificate that is not for this name and key is of no use, whoever signed it.</summary>
    private JoinAccepted Checked(JoinAccepted accepted, NodeName node, NodeKey key)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(accepted.CertificatePem);
            if (NodeTrust.NameOf(certificate) == node && NodeTrust.IsOf(Authority, certificate)
                && NodeKey.Sha256Of(certificate.PublicKey) == NodeKey.Sha256Of(key.Public))
            {
                return accepted;
            }
        }
        catch (CryptographicException)
        {
            // Told below.
        }

        throw new JoinException(
            JoinFault.WrongAnswer, $"the certificate that {_address} sends is not for node {node} and its key");
    }

    private static JoinException FaultOf(NodeAddress address, Exception error) => error switch
    {
        OperationCanceledException => new(JoinFault.Unreachable, $"{address} did not answer in time", error),
        AuthenticationException => new(
            JoinFault.ForeignBranch, $"who answers at {address} takes no servers that join: {error.Message}", error),
        _ => new(JoinFault.Unreachable, $"{address} cannot be reached: {error.Message}", error),
    };
}
