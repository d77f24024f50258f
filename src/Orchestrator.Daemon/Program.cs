using Orchestrator.Daemon;

return await new Commands(Console.Out, Console.Error, options => DaemonHost.RunAsync(options))
    .RunAsync(args)
    .ConfigureAwait(false);
