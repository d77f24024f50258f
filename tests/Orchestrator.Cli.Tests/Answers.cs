using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Cli.Tests;

/// <summary>A server on a free port and a socket that answers what the test says, in the API's own words.</summary>
internal sealed class Answers : IAsyncDisposable
{
    private const int WithoutEnd = -1;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-cli-");
    private readonly Dictionary<string, (int Status, string Body)> _answers = [];
    private readonly Dictionary<string, Queue<string>> _turns = [];
    private WebApplication? _host;

    public List<string> Asked { get; } = [];

    public string Socket => Path.Combine(_folder.FullName, "api.sock");

    public string Folder => _folder.FullName;

    public string Target { get; private set; } = "";

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.ListenUnixSocket(Socket);
        });
        _host = builder.Build();
        _host.Run(AnswerAsync);
        await _host.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(_host.Urls.Single(url => !url.Contains("unix", StringComparison.Ordinal)));
        Target = $"{address.Host}:{address.Port}";
    }

    public void Say<T>(string route, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        _answers[route] = (status, JsonSerializer.Serialize(answer, type));

    /// <summary>One answer after the other; the last one stays.</summary>
    public void SayInTurn<T>(string route, JsonTypeInfo<T> type, params ReadOnlySpan<T> answers)
    {
        var waiting = new Queue<string>();
        foreach (var answer in answers)
        {
            waiting.Enqueue(JsonSerializer.Serialize(answer, type));
        }

        _turns[route] = waiting;
    }

    /// <summary>A line each, and then nothing more.</summary>
    public void SayWithoutEnd<T>(string route, JsonTypeInfo<T> type, params ReadOnlySpan<T> lines)
    {
        var body = new System.Text.StringBuilder();
        foreach (var line in lines)
        {
            body.Append(JsonSerializer.Serialize(line, type)).Append('\n');
        }

        _answers[route] = (WithoutEnd, body.ToString());
    }

    public void Say(string route, int status, string body) => _answers[route] = (status, body);

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Asked.Add($"{request.Method} {request.Path}{request.QueryString}");
        if (_turns.TryGetValue(request.Path.Value!, out var turns))
        {
            _answers[request.Path.Value!] = (StatusCodes.Status200OK, turns.Dequeue());
            if (turns.Count == 0)
            {
                _turns.Remove(request.Path.Value!);
            }
        }

        if (!_answers.TryGetValue(request.Path.Value!, out var answer))
        {
            // Whoever is not answered has to give up.
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        return answer.Status == WithoutEnd
            ? GoOnAsync(context, answer.Body)
            : WriteAsync(context, answer.Status, answer.Body);
    }

    private static async Task GoOnAsync(HttpContext context, string body)
    {
        await WriteAsync(context, StatusCodes.Status200OK, body);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
