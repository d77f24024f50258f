using Microsoft.Extensions.DependencyInjection;
using Orchestrator.CrashingDaemon;
using Orchestrator.Daemon;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Joining;
using Orchestrator.Journal;

// The real daemon, whose journal kills what it was told to kill beside the event that it was told of. Orders stand in
// files beside the journal's, and so does what the journal holds.
return await new Commands(
    Console.Out,
    Console.Error,
    options => DaemonHost.RunAsync(options, services =>
    {
        services.AddSingleton<JournalOpener>(path => new CrashingJournal(SqliteJournal.Open(path), path));
        services.AddHostedService<OperatorOrders>();
    }),
    order => JoinServer.RunAsync(order, Console.Out, !Console.IsOutputRedirected))
    .RunAsync(args)
    .ConfigureAwait(false);
