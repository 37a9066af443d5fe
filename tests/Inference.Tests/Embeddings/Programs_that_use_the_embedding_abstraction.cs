using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Gguf;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Inference.Tests.Embeddings;

/// <summary>The engines as IEmbeddingGenerator, in this process.</summary>
public sealed class Programs_that_use_the_embedding_abstraction
{
    const string Canary = "Quillfeather";

    readonly ScriptedLanguageModel _model = new("");

    IEmbeddingGenerator<string, Embedding<float>> Generator => new EmbeddingGenerators(new OneModel(_model)).For(ScriptedSupervision.Owner, "scripted");

    [Fact]
    public async Task Get_vectors_and_usage_of_their_owner()
    {
        var vectors = await Generator.GenerateAsync(["a cough", "knee"]);

        Assert.Equal([[7, 0.5f, 1f / 3], [4, 0.5f, 1f / 3]], vectors.Select(vector => vector.Vector.ToArray()));
        Assert.Equal(3, vectors.Usage?.InputTokenCount);
        Assert.Equal(ScriptedSupervision.Owner, _model.Embedded.Single().Owner);
        Assert.Equal(("onpremllm", "scripted"), (Generator.GetService<EmbeddingGeneratorMetadata>()?.ProviderName, Generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId));
    }

    public static TheoryData<string, EmbeddingGenerationOptions> Unsupported => new()
    {
        { nameof(EmbeddingGenerationOptions.Dimensions), new() { Dimensions = 2 } },
        { nameof(EmbeddingGenerationOptions.ModelId), new() { ModelId = "other" } },
        { nameof(EmbeddingGenerationOptions.AdditionalProperties), new() { AdditionalProperties = new() { ["x"] = 1 } } },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public async Task Are_told_by_name_what_is_not_supported(string name, EmbeddingGenerationOptions options)
    {
        var refused = await Assert.ThrowsAsync<InferenceException>(() => Generator.GenerateAsync(["x"], options));

        Assert.Equal(InferenceFailure.InvalidRequest, refused.Failure);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_durations_and_counts_in_telemetry_and_not_a_word_of_the_texts()
    {
        Environment.SetEnvironmentVariable("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
        var seen = new List<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EmbeddingGenerators.TelemetrySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={JsonSerializer.Serialize(tag.Value)}").Append(activity.DisplayName)),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == EmbeddingGenerators.TelemetrySource) { listener.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add($"{instrument.Name}={value} {string.Join(' ', tags.ToArray())}"));
        meters.Start();

        await Generator.GenerateAsync([$"A text about {Canary}"]);

        Assert.Contains(seen, line => line.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal));
        Assert.All(seen, line => Assert.DoesNotContain(Canary, line, StringComparison.Ordinal));
    }

    /// <summary>serve --context is for prompts: with more than an embedding model was made for, its worker would not start.</summary>
    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(true, 64, 64)]
    [InlineData(false, 0, 8_192)]
    public void Are_not_kept_from_them_by_the_context_that_prompts_have(bool embeddings, int own, int expected)
    {
        var entry = new CatalogModel { Id = "a", Licence = "l", Origin = "o", TrainingData = "t", Embeddings = embeddings, ContextTokens = own };

        Assert.Equal(expected, SelectedModel.Of(entry, "/models", new() { ContextTokens = 8_192 }).ContextTokens);
    }

    [Fact]
    public async Task Get_them_from_a_real_worker()
    {
        var folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-vectors-" + Path.GetRandomFileName()));
        try
        {
            var file = RandomBert.Write(Path.Combine(folder.FullName, "vectors.gguf"));
            await using var workers = new RealWorkers(options => options.ModelFile = file);

            var info = await workers.Model.DescribeAsync(RealWorkers.Owner, default);
            var answer = await workers.Model.EmbedAsync(RealWorkers.Owner, new() { Texts = ["a cough", "the knee", "a cough"] }, default);

            Assert.Equal((RandomBert.Embedding, RandomBert.Context), (info.EmbeddingSize, info.ContextPerSequence));
            Assert.Equal(answer.Vectors[0].ToArray(), answer.Vectors[2].ToArray());
            Assert.NotEqual(answer.Vectors[0].ToArray(), answer.Vectors[1].ToArray());
            Assert.Equal(InferenceFailure.InvalidRequest, (await workers.Model.FailsAsync(RealWorkers.Owner)).Failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    sealed class OneModel(ILanguageModel model) : ILanguageModels
    {
        public IReadOnlyList<ModelSummary> List(OwnerId owner) => [new("scripted", IsDemonstration: false)];

        public ILanguageModel? Find(OwnerId owner, string id) => id == "scripted" ? model : null;
    }
}
