using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// /v1: the models of the caller's clinic by the OpenAI API, for an API key or a signed-in person. Prompts and answers pass through and are
/// stored nowhere.
/// </summary>
internal static class OpenAiEndpoints
{
    public static IServiceCollection AddOpenAi(this IServiceCollection services) => services
        .AddSingleton<ApiLoad>().AddSingleton<ApiModels>().AddSingleton<ApiSessions>().AddSingleton<Completer>().AddSingleton<CompletionStream>()
        .AddSingleton<ChatEndpoint>().AddSingleton<TextEndpoint>();

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").WithTags("OpenAI").WithMetadata(new RequestSizeLimit(RequestBody.LargestBytes)).DisableAntiforgery()
            // Not AddEndpointFilter<ApiLoad>(): that makes a new one for each request, which counts to one.
            .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<ApiLoad>().InvokeAsync(context, next));
        api.MapGet("models", List).RequireAuthorization(Policies.ModelList);
        api.MapGet("models/{*id}", Describe).RequireAuthorization(Policies.ModelList);
        api.MapPost("chat/completions", ChatEndpoint.HandleAsync).RequireAuthorization(Policies.Inference);
        api.MapPost("completions", TextEndpoint.HandleAsync).RequireAuthorization(Policies.Inference);
        api.MapPost("embeddings", EmbeddingsEndpoint.HandleAsync).RequireAuthorization(Policies.Embeddings);
        api.MapPost("tokenize", TokenizeAsync).RequireAuthorization(Policies.Inference);
    }

    static JsonHttpResult<ModelList> List(ApiCaller caller, ApiModels models) => TypedResults.Json(new ModelList { Data = models.List(caller) }, OpenAiJson.Plain.ModelList);

    static JsonHttpResult<ModelEntry> Describe(string id, ApiCaller caller, ApiModels models) => TypedResults.Json(models.Describe(caller, id), OpenAiJson.Plain.ModelEntry);

    // The form is that of vLLM, which several clients know: the OpenAI API has none.
    static async Task<JsonHttpResult<TokenizeAnswer>> TokenizeAsync(ApiCaller caller, HttpContext context, ApiModels models, CancellationToken ct)
    {
        var (id, prompt) = await RequestBody.ReadAsync(context, ReadTokenize, ct);
        var (model, owner) = (models.Find(caller, id), ApiModels.OwnerOf(caller));
        var tokens = await model.TokenizeAsync(owner, prompt, ct);
        var info = await model.DescribeAsync(owner, ct);
        return TypedResults.Json(new TokenizeAnswer { Model = id, Count = tokens.Count, MaxModelLen = info.ContextPerSequence, Tokens = tokens }, OpenAiJson.Plain.TokenizeAnswer);
    }

    static (string Model, PromptContent Prompt) ReadTokenize(JsonElement body)
    {
        var fields = RequestFields.Of(body, "");
        var id = fields.Text("model") ?? throw OpenAiException.Invalid("model", "\"model\" is missing. GET /v1/models lists the models.", "missing_required_parameter");
        PromptContent prompt = fields.Text("prompt") is { Length: > 0 } text ? new() { Parts = [new PromptPart.Text(text)] } : new() { Messages = MessageReader.Read(fields) };
        fields.RefuseOthers();
        return (id, prompt);
    }

    sealed record RequestSizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
