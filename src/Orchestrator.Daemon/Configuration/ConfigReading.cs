using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Daemon.Configuration;

/// <summary>What came of reading a configuration: options, or every error that is in it.</summary>
internal sealed record ConfigReading(DaemonOptions? Options, IReadOnlyList<ConfigError> Errors)
{
    [MemberNotNullWhen(true, nameof(Options))]
    public bool IsValid => Options is not null;
}
