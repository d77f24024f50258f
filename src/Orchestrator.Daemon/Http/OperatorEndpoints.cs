using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Daemon.Audit;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for the routes about operators elsewhere who are not believed any more.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApiRoutes.RevokedOperators, List).WithName("getRevokedOperators")
            .WithSummary("Operators whose certificates are refused, oldest first.");
        routes.MapPost(ApiRoutes.RevokeOperator, RevokeAsync).WithName("revokeOperator")
            .AddEndpointFilter<AuditFilter>()
            .WithSummary("Refuses an operator's certificates for good, or the one of a serial number.");
    }

    private static Ok<IReadOnlyList<OperatorRevocation>> List(IOperatorLedger ledger) =>
        TypedResults.Ok<IReadOnlyList<OperatorRevocation>>(
        [
            .. (ledger.Revoked ?? []).OrderBy(one => one.At)
                .Select(one => new OperatorRevocation(one.Name.Value, one.Serial, one.At, one.By)),
        ]);

    private static async Task<Results<Ok<OrderDone>, JsonHttpResult<ErrorBody>>> RevokeAsync(
        string name, HttpContext http, IOperatorLedger ledger, TimeProvider time, CancellationToken aborted,
        string? serial = null)
    {
        if (!OperatorName.TryParse(name, out var who))
        {
            return Refuse(StatusCodes.Status409Conflict, "operator-unknown", $"'{name}' is no operator's name");
        }

        var number = serial is null ? null : RevokedOperator.TryParseSerial(serial);
        if (serial is not null && number is null)
        {
            return Refuse(
                StatusCodes.Status409Conflict, "serial-unknown", $"'{serial}' is no certificate's serial number");
        }

        try
        {
            await ledger.RevokeAsync(new RevokedOperator(who, number, time.GetUtcNow(), Caller.Of(http)), aborted)
                .ConfigureAwait(false);
            return TypedResults.Ok(new OrderDone(number is null
                ? $"every certificate of {who} is refused from now on, also one made later: another one needs "
                    + "another name"
                : $"certificate {number} of {who} is refused from now on"));
        }
        catch (CoordinationException error)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable, "revocation-unwritable",
                $"{who} is not revoked, because it cannot be remembered: {error.Message}");
        }
    }

    private static JsonHttpResult<ErrorBody> Refuse(int status, string code, string message) =>
        TypedResults.Json(new ErrorBody(code, message), ApiJson.Default.ErrorBody, statusCode: status);
}
