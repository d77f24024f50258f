using Orchestrator.Cli;

using var terminal = Terminal.OfProcess();
return await new Pbm(terminal).RunAsync(args).ConfigureAwait(false);
