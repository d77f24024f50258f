using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <summary>The API for operators elsewhere, over TLS with certificates of the branch on both sides.</summary>
/// <param name="Address">Where to listen.</param>
/// <param name="Port">Default 9181.</param>
/// <param name="Files">The node's certificate, and the authority that says who is an operator.</param>
internal sealed record RemoteApiOptions(IPAddress Address, int Port, NodeCertificateOptions Files);
