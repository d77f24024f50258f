using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Contracts;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;
using Orchestrator.Daemon.Logs;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>The API in process, on a free port and a socket of its own, before pools that stand still.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-api-");
    private WebApplication? _host;

    public FixedPools Pools { get; } = new();

    public FixedOrders Orders { get; } = new();

    /// <summary>The branch, or null: the server stands alone.</summary>
    public ClusterStatus? Branch
    {
        get => Watched.Now;
        set => Watched.Now = value;
    }

    public WatchedBranch Watched { get; } = new();

    /// <summary>Whether it takes orders about a branch; said before the start.</summary>
    public bool IsInBranch { get; init; }

    /// <summary>The certificates for operators elsewhere, or null: none are served.</summary>
    public NodeCertificateOptions? Remote { get; init; }

    public ApiTarget RemoteTarget { get; private set; } = ApiTarget.DefaultPort;

    public RememberedTokens Tokens { get; } = new();

    public FixedOperators Operators { get; } = new();

    public HttpClient Client { get; } = new();

    public string Socket => Path.Combine(_folder.FullName, "run", "pbm.sock");

    public string AuditLog => Path.Combine(_folder.FullName, "audit.jsonl");

    public ActorSystem Actors { get; } =
        new("pbm", new ActorSystemOptions { Time = TimeProvider.System, Random = Random.Shared });

    public RecentLog Log => _host!.Services.GetRequiredService<RecentLog>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        var socket = new ApiSocket(Socket);
        socket.Prepare();
        _host = DaemonHost.Build(services =>
        {
            services.AddLogging(log => log.ClearProviders());
            services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentLog>());
            services.AddSingleton<IPools>(Pools);
            services.AddSingleton<IPoolOrders>(Orders);
            services.AddSingleton(Actors);
            services.AddSingleton(Watched.Sight);
            services.AddSingleton(new BranchDesk(IsInBranch ? Orders : null));
            services.AddSingleton(IsInBranch ? new TokenDesk(Tokens, new string('a', 64)) : TokenDesk.None);
            services.AddSingleton<IOperatorLedger>(Operators);
            services.AddSingleton(TimeProvider.System);
            services.AddHttpApi(new HttpOptions(IPAddress.Loopback, 0, Socket, AuditLog)
            {
                Remote = Remote is null ? null : new RemoteApiOptions(IPAddress.Loopback, 0, Remote),
            });
        });
        await Bound.Within(_host.StartAsync(Cancellation), "the API to start");
        socket.Open();
        Client.BaseAddress = Url("http://127");
        if (Remote is not null)
        {
            RemoteTarget = new ApiTarget(null, "127.0.0.1", Url("https:").Port) { IsSecure = true };
        }
    }

    public T Service<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        await Actors.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Uri Url(string start) =>
        new(_host!.Urls.Single(url => url.StartsWith(start, StringComparison.Ordinal)));
}
