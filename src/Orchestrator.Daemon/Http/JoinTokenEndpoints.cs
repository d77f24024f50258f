using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Contracts;
using Orchestrator.Core.Tokens;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Branch;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes of join tokens; each change is in the audit log before it is done, and no secret
/// is.</summary>
internal static class JoinTokenEndpoints
{
    private static readonly ErrorBody NoJoins = new(
        "no-joins",
        "no server can join by this one: it stands alone, or its section cluster names no certificate, key and "
            + "authority; pbm cluster init makes them");

    public static void MapJoinTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.JoinTokens, ListAsync).WithName("getJoinTokens")
            .WithSummary("The branch's join tokens without their secrets, the oldest first.");
        routes.MapPost(ApiRoutes.JoinTokens, CreateAsync).WithName("createJoinToken").AddEndpointFilter<AuditFilter>()
            .WithSummary("Makes a token by which one server may join within so many seconds; it is told this once.");
        routes.MapPost(ApiRoutes.RevokeJoinToken, RevokeAsync).WithName("revokeJoinToken")
            .AddEndpointFilter<AuditFilter>()
            .WithSummary("Ends a token before its time.");
    }

    private static Task<Results<Ok<IReadOnlyList<JoinTokenStatus>>, JsonHttpResult<ErrorBody>>> ListAsync(
        TokenDesk desk, TimeProvider time, CancellationToken aborted) =>
        AskAsync<IReadOnlyList<JoinTokenStatus>>(desk, async ledger =>
        {
            var now = time.GetUtcNow();
            var tokens = await ledger.ListAsync(aborted).ConfigureAwait(false);
            return TypedResults.Ok<IReadOnlyList<JoinTokenStatus>>([.. tokens.Select(token => View(token, now))]);
        });

    private static Task<Results<Ok<JoinTokenCreated>, JsonHttpResult<ErrorBody>>> CreateAsync(
        HttpContext http, TokenDesk desk, TimeProvider time, CancellationToken aborted, int ttl = 3600) =>
        AskAsync<JoinTokenCreated>(desk, async ledger =>
        {
            var life = TimeSpan.FromSeconds(ttl);
            if (life < TokenRules.LifeMin || life > TokenRules.LifeMax)
            {
                return Refuse(StatusCodes.Status409Conflict, new ErrorBody(
                    "token-refused",
                    $"{ttl} s are out of range; a token lives {TokenRules.LifeMin.TotalSeconds:0}.."
                        + $"{TokenRules.LifeMax.TotalSeconds:0} s"));
            }

            var (token, state) = await desk.CreateAsync(ledger, Caller.Of(http), life, time.GetUtcNow(), aborted)
                .ConfigureAwait(false);

            // It is shown once: nothing on the way may keep it.
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new JoinTokenCreated(state.Id.Value, token.Text, state.ExpiresAt));
        });

    private static Task<Results<Ok<OrderDone>, JsonHttpResult<ErrorBody>>> RevokeAsync(
        string id, TokenDesk desk, CancellationToken aborted) =>
        AskAsync<OrderDone>(desk, async ledger =>
        {
            var token = TokenId.TryParse(id, out var known)
                ? await ledger.RevokeAsync(known, aborted).ConfigureAwait(false)
                : null;
            return token switch
            {
                null => Refuse(StatusCodes.Status404NotFound, new ErrorBody(
                    "token-unknown", $"the branch knows no token '{id}'; list them to see which there are")),
                { Use: { } use } => TypedResults.Ok(new OrderDone(
                    $"token {token.Id} is revoked; server {use.Node} has joined with it and stays")),
                _ => TypedResults.Ok(new OrderDone($"token {token.Id} is revoked")),
            };
        });

    /// <summary>A server alone has no ledger, and one whose store is away cannot be asked.</summary>
    private static async Task<Results<Ok<T>, JsonHttpResult<ErrorBody>>> AskAsync<T>(
        TokenDesk desk, Func<ITokenLedger, Task<Results<Ok<T>, JsonHttpResult<ErrorBody>>>> ask)
    {
        if (desk.Ledger is not { } ledger)
        {
            return Refuse(StatusCodes.Status404NotFound, NoJoins);
        }

        try
        {
            return await ask(ledger).ConfigureAwait(false);
        }
        catch (CoordinationException error)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable,
                new ErrorBody("store-unavailable", $"the branch's store cannot be asked: {error.Message}"));
        }
    }

    private static JoinTokenStatus View(TokenState token, DateTimeOffset now) => new(
        token.Id.Value, token.CreatedBy, token.CreatedAt, token.ExpiresAt, StateOf(token, now),
        token.Use?.Node.Value, token.Use?.At);

    private static string StateOf(TokenState token, DateTimeOffset now) => token switch
    {
        { IsRevoked: true } => "revoked",
        { Use: not null } => "used",
        _ when now >= token.ExpiresAt => "expired",
        _ => "open",
    };

    private static JsonHttpResult<ErrorBody> Refuse(int status, ErrorBody body) =>
        TypedResults.Json(body, ApiJson.Default.ErrorBody, statusCode: status);
}
