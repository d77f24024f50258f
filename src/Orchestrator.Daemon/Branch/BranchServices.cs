using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;
using Orchestrator.Daemon.Signal;

namespace Orchestrator.Daemon.Branch;

/// <summary>Responsible for composing the branch. What implements the pools must be registered beside it.</summary>
internal static class BranchServices
{
    public static void AddBranch(this IServiceCollection services, DaemonOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            new SignalAdmission(options.Signal, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SignalPorts>();
        services.AddHttpApi(options.Http);
    }
}
