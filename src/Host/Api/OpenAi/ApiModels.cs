using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>The models as a caller may use them.</summary>
internal sealed class ApiModels(ILanguageModels models, TimeProvider time)
{
    readonly long _since = time.GetUtcNow().ToUnixTimeSeconds();

    public IReadOnlyList<ModelEntry> List(ApiCaller caller) => [.. models.List(OwnerOf(caller)).Select(Entry)];

    public ModelEntry Describe(ApiCaller caller, string id) => List(caller).FirstOrDefault(model => model.Id == id) ?? throw NotFound("model");

    /// <summary>A model that the caller's tenant may not use answers as one that there is not.</summary>
    public ILanguageModel Find(ApiCaller caller, string id) => models.Find(OwnerOf(caller), id) ?? throw NotFound("model");

    public static OwnerId OwnerOf(ApiCaller caller) => new(caller.Tenant.Value);

    ModelEntry Entry(ModelSummary model) => new()
    {
        Id = model.Id,
        Created = _since,
        OwnedBy = model.IsDemonstration ? "demonstration" : "hospital",
        MaxModelLen = model.ContextTokens > 0 ? model.ContextTokens : null,
        Extensions = [.. model.CanQuote ? (string[])[RemoteEngine.SpanExtension] : [], .. model.CanTokenize ? (string[])[RemoteEngine.TokenizeExtension] : []],
    };

    static OpenAiException NotFound(string param) =>
        new(StatusCodes.Status404NotFound, "There is no such model for this clinic. GET /v1/models lists those that there are.", OpenAiErrors.InvalidRequest, "model_not_found", param);
}
