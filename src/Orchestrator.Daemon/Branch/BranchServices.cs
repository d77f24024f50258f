using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Cluster.Joining;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;
using Orchestrator.Daemon.Signal;
using Orchestrator.Journal;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for composing the branch: what the daemon consists of, in the order of its start.</summary>
internal static class BranchServices
{
    public static void AddBranch(this IServiceCollection services, DaemonOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<BranchHost>();

        // Whoever hosts another journal or other pools has said so before.
        services.TryAddSingleton<JournalOpener>(SqliteJournal.Open);
        services.TryAddSingleton<HypervisorOpener>(provider => hypervisor => LibvirtOpener.Open(
            hypervisor, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));

        // The host asks for the pools when it starts, and that opens the branch.
        services.TryAddSingleton<IPools>(provider => provider.GetRequiredService<BranchHost>().Pools);
        services.TryAddSingleton<IPoolOrders>(provider => provider.GetRequiredService<BranchHost>().Orders);
        services.TryAddSingleton(provider => provider.GetRequiredService<BranchHost>().Actors);
        services.TryAddSingleton(provider =>
        {
            var host = provider.GetRequiredService<BranchHost>();
            return new BranchSight(() => host.Cluster?.See(), onChange => host.Cluster?.Watch(onChange));
        });
        services.TryAddSingleton(provider => new BranchDesk(provider.GetRequiredService<BranchHost>().Cluster?.Orders));
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<BranchHost>().Cluster?.Tokens ?? TokenDesk.None);
        services.TryAddSingleton(provider => provider.GetRequiredService<BranchHost>().Cluster?.Operators
            ?? new RevocationFile(options.Http.AuditLog));
        services.AddSingleton<IJoinRecord, JoinRecord>();
        services.AddSingleton(provider =>
            new SignalAdmission(options.Signal, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SignalPorts>();
        services.AddHttpApi(options.Http);
    }
}
