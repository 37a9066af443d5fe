using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OnPremLlm.Inference;

/// <summary>One model for one owner behind the chat abstraction of .NET. Thread-safe.</summary>
internal sealed class OwnerChatClient(OwnerId owner, string modelId, ILanguageModel model) : IChatClient
{
    readonly ChatClientMetadata _metadata = new("onpremllm", defaultModelId: modelId);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = ChatRequests.Read(messages, options, modelId);
        if (request.MaxTokens == 0)
        {
            var info = await model.DescribeAsync(owner, cancellationToken);
            request = request with { MaxTokens = await model.RoomAsync(owner, info, request.Prompt, cancellationToken) };
        }

        var id = Guid.NewGuid().ToString("N");
        GenerationUpdate.Started? started = null;
        await foreach (var update in model.GenerateAsync(owner, request, cancellationToken))
        {
            switch (update)
            {
                case GenerationUpdate.Started start:
                    started = start;
                    break;
                case GenerationUpdate.Text text:
                    yield return Update(id, [new TextContent(text.Value)]);
                    break;
                case GenerationUpdate.Finished finished when started is not null:
                    yield return Update(id, [new UsageContent(UsageOf(finished.Prompt ?? started, finished))], finished.Reason is FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop);
                    break;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held: the worker belongs to the supervisor.
    }

    ChatResponseUpdate Update(string id, IList<AIContent> contents, ChatFinishReason? reason = null) =>
        new(ChatRole.Assistant, contents) { ResponseId = id, MessageId = id, ModelId = modelId, FinishReason = reason };

    static UsageDetails UsageOf(GenerationUpdate.Started started, GenerationUpdate.Finished finished) => new()
    {
        InputTokenCount = started.PromptTokens,
        CachedInputTokenCount = started.ReusedTokens,
        OutputTokenCount = finished.CompletionTokens,
        TotalTokenCount = started.PromptTokens + finished.CompletionTokens,
    };
}
