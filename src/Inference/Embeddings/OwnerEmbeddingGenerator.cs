using Microsoft.Extensions.AI;

namespace OnPremLlm.Inference;

/// <summary>One model for one owner behind the embedding abstraction of .NET. What cannot be honoured is refused by name. Thread-safe.</summary>
internal sealed class OwnerEmbeddingGenerator(OwnerId owner, string modelId, ILanguageModel model) : IEmbeddingGenerator<string, Embedding<float>>
{
    readonly EmbeddingGeneratorMetadata _metadata = new("onpremllm", defaultModelId: modelId);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Refuse(options?.ModelId is { } other && other != modelId, nameof(options.ModelId));
        Refuse(options?.AdditionalProperties is { Count: > 0 }, nameof(options.AdditionalProperties));
        Refuse(options?.RawRepresentationFactory is not null, nameof(options.RawRepresentationFactory));
        var texts = values.ToList();
        if (texts.Count == 0)
        {
            return [];
        }

        if (options?.Dimensions is { } dimensions)
        {
            Refuse(dimensions != (await model.DescribeAsync(owner, cancellationToken)).EmbeddingSize, nameof(options.Dimensions));
        }

        var answer = await model.EmbedAsync(owner, new() { Texts = texts }, cancellationToken);
        return new(answer.Vectors.Select(vector => new Embedding<float>(vector) { ModelId = modelId }))
        {
            Usage = new() { InputTokenCount = answer.Tokens, TotalTokenCount = answer.Tokens },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held: the worker belongs to the supervisor.
    }

    static void Refuse(bool isAsked, string what)
    {
        if (isAsked)
        {
            throw new InferenceException(InferenceFailure.InvalidRequest, $"{what} is not supported by the engines here. Leave it out.");
        }
    }
}
