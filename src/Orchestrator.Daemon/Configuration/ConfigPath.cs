namespace Orchestrator.Daemon.Configuration;

/// <summary>How key paths are written in messages: <c>pools[0].size</c>.</summary>
internal static class ConfigPath
{
    public static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    public static string Index(string parent, int index) => $"{parent}[{index}]";
}
