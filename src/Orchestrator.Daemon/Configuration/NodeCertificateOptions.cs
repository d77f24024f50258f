namespace Orchestrator.Daemon.Configuration;

/// <summary>By what a node proves its name, and whom it believes. Absolute paths of PEM files.</summary>
internal sealed record NodeCertificateOptions(string Certificate, string Key, string Authority);
