using System.Text;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Legacy;

/// <summary>Responsible for saying in our YAML what a <c>vm_manager.conf</c> says.</summary>
internal static class LegacyImport
{
    // Where a value lands, so that our validator's verdict can be told in the operator's own key.
    private static readonly Dictionary<string, string> KeyOfPath = new(StringComparer.Ordinal)
    {
        ["pools[0].size"] = LegacyKeys.PoolSize,
        ["pools[0].goldenImage"] = LegacyKeys.BaseHost,
        ["pools[0].firstConsolePort"] = LegacyKeys.FirstPort,
        ["pools[0].connectAttempts"] = LegacyKeys.ConnectAttempts,
        ["pools[0].signalPort"] = LegacyKeys.SignalPort,
        ["signal.port"] = LegacyKeys.SignalPort,
        ["console.port"] = LegacyKeys.SpicePort,
    };

    /// <returns>YAML that our validator accepts, or null; errors say why in the legacy keys.</returns>
    public static string? ToYaml(string text, ConfigErrors errors)
    {
        var legacy = LegacyConfig.Parse(text, errors);
        Require(legacy, LegacyKeys.BaseHost, "the domain that machines are cloned from", errors);
        Require(legacy, LegacyKeys.PoolSize, "the number of machines", errors);
        if (errors.Any)
        {
            return null;
        }

        var yaml = Write(legacy);
        foreach (var error in DaemonOptionsReader.Read(yaml).Errors)
        {
            var key = KeyOfPath.GetValueOrDefault(error.Path, error.Path);
            errors.Add(key, legacy.LineOf(key), error.Rule);
        }

        return errors.Any ? null : yaml;
    }

    private static void Require(LegacyConfig legacy, string key, string meaning, ConfigErrors errors)
    {
        if (legacy.ValueOf(key) is null)
        {
            errors.Add(key, 0, $"is missing; give {meaning}");
        }
    }

    private static string Write(LegacyConfig legacy)
    {
        var yaml = new StringBuilder();
        yaml.Append("# Imported from underVDI's vm_manager.conf.\n");
        Note(yaml, legacy, LegacyKeys.ScriptsDirectory, "no counterpart: the daemon replaces the scripts");
        Note(yaml, legacy, LegacyKeys.StateDirectory, "no counterpart: the journal replaces the list files");
        Note(yaml, legacy, LegacyKeys.InputInterface,
            "no counterpart: write that interface's address as signal.address and console.address");
        yaml.Append("journal:\n  path: /var/lib/pbm/journal.db\n");
        yaml.Append("hypervisor:\n  storagePool: pbm-overlays\n");
        Section(yaml, "console", "port", legacy.ValueOf(LegacyKeys.SpicePort));
        Section(yaml, "signal", "port", legacy.ValueOf(LegacyKeys.SignalPort));
        yaml.Append("pools:\n  - name: kiosks\n");
        Pair(yaml, "goldenImage", legacy.ValueOf(LegacyKeys.BaseHost));
        Pair(yaml, "size", legacy.ValueOf(LegacyKeys.PoolSize));
        Pair(yaml, "firstConsolePort", legacy.ValueOf(LegacyKeys.FirstPort));
        Pair(yaml, "connectAttempts", legacy.ValueOf(LegacyKeys.ConnectAttempts));
        yaml.Append("    # underVDI asked no guest agent; 'agent' is safer once the golden image has one.\n");
        Pair(yaml, "readiness", "console");
        return yaml.ToString();
    }

    private static void Note(StringBuilder yaml, LegacyConfig legacy, string key, string why)
    {
        if (legacy.ValueOf(key) is { } value)
        {
            yaml.Append("# ").Append(key).Append(" = ").Append(value).Append("\n#   ").Append(why).Append(".\n");
        }
    }

    private static void Section(StringBuilder yaml, string section, string key, string? value)
    {
        if (value is not null)
        {
            yaml.Append(section).Append(":\n  ").Append(key).Append(": ").Append(Quote(value)).Append('\n');
        }
    }

    private static void Pair(StringBuilder yaml, string key, string? value)
    {
        if (value is not null)
        {
            yaml.Append("    ").Append(key).Append(": ").Append(Quote(value)).Append('\n');
        }
    }

    // A plain word or number needs no quotes; whatever else an operator wrote must not become YAML syntax.
    private static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && char.IsAsciiLetterOrDigit(value[0])
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
