using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Inference.Tests.Chat;

/// <summary>The engines as IChatClient, in this process.</summary>
public sealed class Programs_that_use_the_chat_abstraction
{
    const string Canary = "Quillfeather";

    readonly ScriptedLanguageModel _model = new($"An answer about {Canary}.");

    IChatClient Client => new ChatClients(new OneModel(_model)).For(ScriptedSupervision.Owner, "scripted");

    [Fact]
    public async Task Get_text_usage_and_reason_whole_and_streamed()
    {
        var whole = await Client.GetResponseAsync("Hello there");
        var streamed = await Client.GetStreamingResponseAsync("Hello there").ToChatResponseAsync();

        Assert.Equal((whole.Text, whole.FinishReason), (streamed.Text, streamed.FinishReason));
        Assert.Equal(($"An answer about {Canary}.", ChatFinishReason.Stop, 2L, 4L), (whole.Text, whole.FinishReason, whole.Usage?.InputTokenCount, whole.Usage?.OutputTokenCount));
        Assert.Equal(("onpremllm", "scripted"), (Client.GetService<ChatClientMetadata>()?.ProviderName, Client.GetService<ChatClientMetadata>()?.DefaultModelId));
    }

    [Fact]
    public async Task Send_their_options_and_their_owner_to_the_engine()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"mg":{"type":"integer"}},"required":["mg"]}""");
        await Client.GetResponseAsync("Hello", new()
        {
            Instructions = "Be brief.",
            MaxOutputTokens = 5,
            Temperature = 0.5f,
            TopP = 0.25f,
            Seed = 42,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement),
        });

        var (owner, request) = _model.Requests.Single();
        Assert.Equal((ScriptedSupervision.Owner, 5, 0.5f, 0.25f, 42u, "END"), (owner, request.MaxTokens, request.Temperature, request.TopP, request.Seed, request.Stop.Single()));
        Assert.Equal([new("system", "Be brief."), new("user", "Hello")], request.Prompt.Messages);
        Assert.Contains("mg", request.Grammar, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f, GenerationRequest.LikeliestOnly)] // 0 is "off" to an engine here
    [InlineData(null, 0f)]
    public async Task Mean_the_likeliest_token_by_a_share_of_nothing(float? asked, float expected)
    {
        await Client.GetResponseAsync("Hello", new() { TopP = asked });

        Assert.Equal(expected, _model.Requests.Single().Request.TopP);
    }

    public static TheoryData<string, ChatOptions> Unsupported => new()
    {
        { nameof(ChatOptions.Tools), new() { Tools = [AIFunctionFactory.Create(() => 1, "f")] } },
        { nameof(ChatOptions.TopK), new() { TopK = 4 } },
        { nameof(ChatOptions.PresencePenalty), new() { PresencePenalty = 1 } },
        { nameof(ChatOptions.FrequencyPenalty), new() { FrequencyPenalty = 1 } },
        { nameof(ChatOptions.ModelId), new() { ModelId = "other" } },
        { nameof(ChatOptions.ConversationId), new() { ConversationId = "c" } },
        { nameof(ChatOptions.AdditionalProperties), new() { AdditionalProperties = new() { ["x"] = 1 } } },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public async Task Are_told_by_name_what_is_not_supported(string name, ChatOptions options)
    {
        var refused = await Assert.ThrowsAsync<InferenceException>(() => Client.GetResponseAsync("Hello", options));

        Assert.Equal(InferenceFailure.InvalidRequest, refused.Failure);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_not_send_pictures() =>
        await Assert.ThrowsAsync<InferenceException>(() => Client.GetResponseAsync(new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])));

    [Fact]
    public void Find_no_model_that_their_owner_may_not_use() =>
        Assert.Throws<InferenceException>(() => new ChatClients(new OneModel(_model)).For(ScriptedSupervision.Owner, "other"));

    [Fact]
    public async Task Leave_durations_and_counts_in_telemetry_and_not_a_word_of_what_was_said()
    {
        Environment.SetEnvironmentVariable("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
        var seen = new List<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ChatClients.TelemetrySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={JsonSerializer.Serialize(tag.Value)}")
                .Concat(activity.Events.SelectMany(happened => happened.Tags).Select(tag => $"{tag.Key}={tag.Value}")).Append(activity.DisplayName)),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == ChatClients.TelemetrySource) { listener.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add($"{instrument.Name}={value} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add($"{instrument.Name}={value} {string.Join(' ', tags.ToArray())}"));
        meters.Start();

        await Client.GetResponseAsync($"A question about {Canary}", new() { Instructions = Canary });

        Assert.Contains(seen, line => line.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("gen_ai.usage.input_tokens", StringComparison.Ordinal));
        Assert.All(seen, line => Assert.DoesNotContain(Canary, line, StringComparison.Ordinal));
    }

    sealed class OneModel(ILanguageModel model) : ILanguageModels
    {
        public IReadOnlyList<ModelSummary> List(OwnerId owner) => [new("scripted", IsDemonstration: false)];

        public ILanguageModel? Find(OwnerId owner, string id) => id == "scripted" ? model : null;
    }
}
