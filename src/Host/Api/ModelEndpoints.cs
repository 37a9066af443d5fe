using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Api;

/// <summary>/api/admin/models and /api/compliance/models: the language models that the caller's clinic may use, and /loads those that it has used.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/admin/models", Models).RequireAuthorization(Policies.TenantAdministrator).WithTags("Administration");
        routes.MapGet("/api/compliance/models", Models).RequireAuthorization(Policies.Compliance).WithTags("Compliance");
        routes.MapGet("/api/compliance/models/loads", LoadsAsync).RequireAuthorization(Policies.Compliance).WithTags("Compliance");
    }

    static async Task<Ok<IReadOnlyList<ModelThatRan>>> LoadsAsync(Caller caller, ModelHistory history, CancellationToken ct) =>
        TypedResults.Ok(await history.OfAsync(caller.Tenant, ct));

    static Ok<IReadOnlyList<ModelFacts>> Models(Caller caller, ModelRegistry registry) =>
        TypedResults.Ok<IReadOnlyList<ModelFacts>>([.. registry.Of(new OwnerId(caller.Tenant.Value)).Select(Facts)]);

    // Which other clinics may use it is for none of them to know.
    static ModelFacts Facts(RegisteredModel model) => new()
    {
        Id = model.Id,
        Sha256 = model.Sha256,
        Licence = model.Licence,
        Origin = model.Origin,
        TrainingData = model.TrainingData,
        ContextTokens = model.ContextTokens,
        Isolation = model.Isolation.ToString().ToLowerInvariant(),
        Restricted = model.Tenants.Count > 0,
        SizeBytes = model.SizeBytes,
        MemoryBytes = model.Memory?.TotalBytes ?? 0,
        Demonstration = model.IsDemonstration,
        State = model.Remote is null ? model.State.ToString() : nameof(model.Remote),
        Remote = model.Remote?.Server,
        RemoteModel = model.Remote?.Model,
        LoadedAt = model.LoadedAt,
    };
}
