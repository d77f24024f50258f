namespace Orchestrator.Daemon.Legacy;

/// <summary>
/// underVDI's nine settings. Eight stand in <c>vm_manager.conf</c>; the ninth, the signal port, stands in xinetd's
/// file there and under this name in the kiosks' <c>client.conf</c>, and may be added to the imported file.
/// </summary>
internal static class LegacyKeys
{
    public const string ScriptsDirectory = "srv_scripts_dir";
    public const string PoolSize = "srv_pool_size";
    public const string FirstPort = "srv_start_port_pool";
    public const string StateDirectory = "srv_tmp_dir";
    public const string BaseHost = "base_host";
    public const string InputInterface = "input_iface";
    public const string SpicePort = "vdi_spice_port";
    public const string ConnectAttempts = "count_conn_tryes";
    public const string SignalPort = "vdi_signal_port";

    public static IReadOnlyList<string> All { get; } =
    [
        ScriptsDirectory, PoolSize, FirstPort, StateDirectory, BaseHost, InputInterface, SpicePort,
        ConnectAttempts, SignalPort,
    ];
}
