using Orchestrator.Daemon;

return await new Commands(Console.Out, Console.Error, DaemonHost.RunAsync).RunAsync(args).ConfigureAwait(false);
