namespace Orchestrator.Cli;

/// <summary>The operator has no file to show that could be used.</summary>
internal sealed class CredentialsException(string message) : Exception(message);
