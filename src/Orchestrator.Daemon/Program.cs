using Orchestrator.Daemon;
using Orchestrator.Daemon.Joining;

return await new Commands(
    Console.Out,
    Console.Error,
    options => DaemonHost.RunAsync(options),
    order => JoinServer.RunAsync(order, Console.Out, !Console.IsOutputRedirected))
    .RunAsync(args)
    .ConfigureAwait(false);
