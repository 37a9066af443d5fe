using OnPremLlm.Host.Limits;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>The models as a caller may use them.</summary>
internal sealed class ApiModels(ILanguageModels models, ClinicLimits limits, TimeProvider time)
{
    readonly long _since = time.GetUtcNow().ToUnixTimeSeconds();

    public IReadOnlyList<ModelEntry> List(ApiCaller caller) => [.. models.List(OwnerOf(caller)).Select(model => Entry(model, limits.Of(OwnerOf(caller)).ContextTokens))];

    public ModelEntry Describe(ApiCaller caller, string id) => List(caller).FirstOrDefault(model => model.Id == id) ?? throw NotFound("model");

    /// <summary>A model that the caller's tenant may not use answers as one that there is not.</summary>
    public ILanguageModel Find(ApiCaller caller, string id) => models.Find(OwnerOf(caller), id) ?? throw NotFound("model");

    public static OwnerId OwnerOf(ApiCaller caller) => new(caller.Tenant.Value);

    ModelEntry Entry(ModelSummary model, int most) => new()
    {
        Id = model.Id,
        Created = _since,
        OwnedBy = model.IsDemonstration ? "demonstration" : "hospital",
        MaxModelLen = (model.ContextTokens, most) switch { (0, 0) => null, (0, _) => most, (_, 0) => model.ContextTokens, _ => Math.Min(model.ContextTokens, most) },
        Extensions = [.. model.CanQuote ? (string[])[RemoteEngine.SpanExtension] : [], .. model.CanTokenize ? (string[])[RemoteEngine.TokenizeExtension] : []],
    };

    static OpenAiException NotFound(string param) =>
        new(StatusCodes.Status404NotFound, "There is no such model for this clinic. GET /v1/models lists those that there are.", OpenAiErrors.InvalidRequest, "model_not_found", param);
}
