using Orchestrator.Contracts;

namespace Orchestrator.Cli.Prompting;

/// <summary>Asks a daemon for the names of one kind.</summary>
internal delegate Task<IEnumerable<string>> KnownNames(ApiClient client, CancellationToken cancellation);
