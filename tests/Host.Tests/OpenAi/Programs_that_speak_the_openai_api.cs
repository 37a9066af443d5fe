using System.ClientModel;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ApiKeys;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>The official .NET client, alone and behind Microsoft.Extensions.AI, against the Host as it is.</summary>
[Collection(OneHost.Name)]
public sealed class Programs_that_speak_the_openai_api(ScribeHost host) : IAsyncLifetime
{
    const string Answer = "## Subjective\n**Chief complaint:** headache\n";

    OpenAIClient _client = null!; // set by InitializeAsync

    public async Task InitializeAsync() => _client = ClientOf((await host.CreateKeyAsync(host.North)).Text);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task List_the_models_of_the_clinic()
    {
        var models = await _client.GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal([ScribeHost.ModelId], models.Value.Select(model => model.Id));
        Assert.Equal(ScribeHost.ModelId, (await _client.GetOpenAIModelClient().GetModelAsync(ScribeHost.ModelId)).Value.Id);
    }

    [Fact]
    public async Task Get_an_answer_with_its_usage()
    {
        var answer = await Chat().CompleteChatAsync([ChatMessage.CreateSystemMessage("Be brief."), ChatMessage.CreateUserMessage("Hello there")]);

        Assert.Equal(Answer, answer.Value.Content[0].Text);
        Assert.Equal((4, 4, 8, 0), (answer.Value.Usage.InputTokenCount, answer.Value.Usage.OutputTokenCount, answer.Value.Usage.TotalTokenCount, answer.Value.Usage.InputTokenDetails.CachedTokenCount));
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Stop, answer.Value.FinishReason);
    }

    [Fact]
    public async Task Get_an_answer_as_it_is_written()
    {
        var text = "";
        OpenAI.Chat.ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("Hello there")]))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            reason ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal((Answer, OpenAI.Chat.ChatFinishReason.Stop, 4), (text, reason, usage?.OutputTokenCount));
    }

    [Fact]
    public async Task Get_log_probabilities_of_every_token()
    {
        var answer = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Hello there")], new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 3 });

        var tokens = answer.Value.ContentTokenLogProbabilities;
        Assert.Equal(Answer, string.Concat(tokens.Select(token => token.Token)));
        Assert.All(tokens, token => Assert.Equal((MathF.Log(0.5f), 3), (token.LogProbability, token.TopLogProbabilities.Count)));
    }

    [Fact]
    public async Task Send_their_options_to_the_engine()
    {
        await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Every option")], new ChatCompletionOptions
        {
            MaxOutputTokenCount = 7,
            Temperature = 0.25f,
            TopP = 0.5f,
            StopSequences = { "END" },
            EndUserId = "somebody",
#pragma warning disable OPENAI001 // the client marks seed as in preview
            Seed = 42,
#pragma warning restore OPENAI001
            ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("dose", BinaryData.FromString("""{"type":"object","properties":{"mg":{"type":"integer"}},"required":["mg"],"additionalProperties":false}"""), jsonSchemaIsStrict: true),
        });

        var request = host.Engines.LanguageModel.Requests.Last(sent => sent.Request.Prompt.Messages.Any(message => message.Content == "Every option")).Request;
        Assert.Equal((7, 0.25f, 0.5f, 42u, "END"), (request.MaxTokens, request.Temperature, request.TopP, request.Seed, request.Stop.Single()));
        Assert.Contains("mg", request.Grammar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_by_name_what_is_not_supported()
    {
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("lookup") } };

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Hello")], options));

        Assert.Equal(400, refused.Status);
        Assert.Contains("tools", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_wrong_key_are_answered_401_in_the_shape_that_they_read()
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => ClientOf("opl_wrong").GetChatClient(ScribeHost.ModelId).CompleteChatAsync("Hello"));

        Assert.Equal(401, refused.Status);
        Assert.Contains("invalid_api_key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_abstractions_of_dotnet_work_as_with_any_other_engine()
    {
        IChatClient client = Chat().AsIChatClient();

        var answer = await client.GetResponseAsync("Hello there", new() { Temperature = 0 });
        var streamed = await client.GetStreamingResponseAsync("Hello there").ToChatResponseAsync();

        Assert.Equal((Answer, Answer), (answer.Text, streamed.Text));
        Assert.Equal((2, 4), (answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount));
    }

    [Fact]
    public async Task Get_vectors_of_their_texts()
    {
        var vectors = await _client.GetEmbeddingClient(ScribeHost.ModelId).GenerateEmbeddingsAsync(["a cough", "knee"]);

        float[][] expected = [[7, 0.5f, 1f / 3], [4, 0.5f, 1f / 3]];
        Assert.Equal(expected, vectors.Value.Select(vector => vector.ToFloats().ToArray()));
        Assert.Equal((3, 3), (vectors.Value.Usage.InputTokenCount, vectors.Value.Usage.TotalTokenCount));
        IEmbeddingGenerator<string, Embedding<float>> generator = _client.GetEmbeddingClient(ScribeHost.ModelId).AsIEmbeddingGenerator();
        Assert.Equal(expected[0], (await generator.GenerateVectorAsync("a cough")).ToArray());
        Assert.Equal(host.North.Id.Value, host.Engines.LanguageModel.Embedded.Last().Owner.Value);
    }

    [Fact]
    public async Task Need_a_key_for_vectors_to_get_them()
    {
        var key = await host.CreateKeyAsync(host.North, ApiKeyScopes.Inference);

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => ClientOf(key.Text).GetEmbeddingClient(ScribeHost.ModelId).GenerateEmbeddingAsync("text"));

        Assert.Equal(403, refused.Status);
    }

    ChatClient Chat() => _client.GetChatClient(ScribeHost.ModelId);

    OpenAIClient ClientOf(string key) => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(host.Address, "v1") });
}
