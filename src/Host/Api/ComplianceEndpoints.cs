using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Host.Api;

/// <summary>/api/compliance: due dates, purges and their proofs; no clinical content.</summary>
internal static class ComplianceEndpoints
{
    public static void MapCompliance(this IEndpointRouteBuilder routes)
    {
        var compliance = routes.MapGroup("/api/compliance").RequireAuthorization(Policies.Compliance).WithTags("Compliance");
        compliance.MapGet("records", RecordsAsync);
        compliance.MapGet("due", DueAsync);
        compliance.MapGet("counts", CountsAsync);
        compliance.MapGet("receipts", ReceiptsAsync);
        compliance.MapGet("receipts/{id:guid}/bundle", BundleAsync);
        compliance.MapGet("log.vkey", LogKeyAsync);
        compliance.MapPost("sweep", SweepAsync);
    }

    static async Task<Ok<IReadOnlyList<ComplianceRecord>>> RecordsAsync(Caller caller, PurgeRegister register, CancellationToken ct) =>
        TypedResults.Ok(await register.RecordsAsync(caller.Tenant, ct));

    static async Task<Ok<IReadOnlyList<ComplianceRecord>>> DueAsync(Caller caller, PurgeRegister register, CancellationToken ct) =>
        TypedResults.Ok(await register.DueAsync(caller.Tenant, ct));

    static async Task<Ok<ComplianceCounts>> CountsAsync(Caller caller, PurgeRegister register, CancellationToken ct) =>
        TypedResults.Ok(await register.CountsAsync(caller.Tenant, ct));

    static async Task<Ok<IReadOnlyList<ReceiptSummary>>> ReceiptsAsync(Caller caller, PurgeRegister register, CancellationToken ct) =>
        TypedResults.Ok(await register.ReceiptsAsync(caller.Tenant, ct));

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> BundleAsync(Guid id, Caller caller, PurgeRegister register, CancellationToken ct)
    {
        try
        {
            return TypedResults.File(await register.BundleAsync(caller.Tenant, id, ct), "application/json", $"purge-receipt-{id:D}.json");
        }
        catch (ScribeException absent) when (absent.Code == HubErrors.NotFound)
        {
            return TypedResults.Problem(absent.Message, statusCode: StatusCodes.Status404NotFound, title: "Not found", extensions: Problems.Code(ApiErrors.ReceiptNotFound));
        }
    }

    // As the file of that name in the ledger's folder: one line.
    static async Task<FileContentHttpResult> LogKeyAsync(Caller caller, PurgeRegister register, CancellationToken ct) =>
        TypedResults.File(Encoding.UTF8.GetBytes(await register.LogKeyAsync(caller.Tenant, ct) + "\n"), "text/plain", "log.vkey");

    static async Task<Ok<SweepResult>> SweepAsync(Caller caller, RetentionSweep sweep, CancellationToken ct) =>
        TypedResults.Ok(await sweep.RunAsync(caller.Tenant, ct));
}
