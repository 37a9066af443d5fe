using System.Runtime.CompilerServices;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>Runs a completion: model, session, room in the context.</summary>
internal sealed class Completer(ApiModels models, ApiSessions sessions)
{
    /// <summary>What an answer says about where it comes from.</summary>
    public async Task<Origin> OriginAsync(ApiCaller caller, CompletionRequest request, string prefix, TimeProvider time, CancellationToken ct)
    {
        var info = await models.Find(caller, request.Model).DescribeAsync(ApiModels.OwnerOf(caller), ct);
        return new($"{prefix}-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), request.Model, $"fp_{info.Sha256?[..12] ?? "remote"}", info);
    }

    public async IAsyncEnumerable<GenerationUpdate> RunAsync(ApiCaller caller, CompletionRequest request, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        var model = models.Find(caller, request.Model);
        var owner = ApiModels.OwnerOf(caller);
        var most = request.MaxTokens ?? await model.RoomAsync(owner, origin.Info, request.Prompt, ct);
        using var session = sessions.Hold(caller, request.CacheKey);
        await foreach (var update in model.GenerateAsync(owner, request.Sampling with { MaxTokens = most, Session = session.Name }, ct))
        {
            yield return update;
        }
    }
}

/// <summary>The head of an answer.</summary>
internal sealed record Origin(string Id, long Created, string Model, string Fingerprint, LanguageModelInfo Info);
