using Microsoft.Extensions.AI;

namespace OnPremLlm.Inference;

/// <summary>
/// The models that make embeddings as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>s of .NET, one for an owner and a model. As
/// <see cref="ChatClients"/> they tell times and counts to telemetry and never a word of the texts.
/// </summary>
public sealed class EmbeddingGenerators
{
    /// <summary>What metrics and traces of these generators come from.</summary>
    public const string TelemetrySource = "OnPremLlm.Inference.Embeddings";

    readonly ILanguageModels _models;

    internal EmbeddingGenerators(ILanguageModels models) => _models = models;

    /// <summary>A generator for one owner; thread-safe, and costs nothing while it is not used. Throws <see cref="InferenceException"/> where the owner may use no model of that id.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> For(OwnerId owner, string modelId) =>
        new OwnerEmbeddingGenerator(owner.Required(), modelId, _models.Require(owner, modelId)).AsBuilder()
            .UseOpenTelemetry(sourceName: TelemetrySource, configure: telemetry => telemetry.EnableSensitiveData = false).Build();
}
