namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for collecting every error of one file, so that an operator mends them in one round.</summary>
internal sealed class ConfigErrors
{
    /// <summary>More errors than anybody reads: a file of another kind was given.</summary>
    public const int CountMax = 100;

    private readonly List<ConfigError> _errors = [];

    public IReadOnlyList<ConfigError> InOrder => [.. _errors.OrderBy(error => error.Line)];

    public bool Any => _errors.Count > 0;

    public void Add(string path, int line, string rule)
    {
        if (_errors.Count < CountMax)
        {
            _errors.Add(new ConfigError(path, line, rule));
        }
    }
}
