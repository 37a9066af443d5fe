using System.Runtime.CompilerServices;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Tests.Drafting;

/// <summary>A language model that answers from a script, a few characters at a time, and remembers what it was asked.</summary>
internal sealed class ScriptedModel(Func<GenerationRequest, string> answer) : ILanguageModel
{
    public List<GenerationRequest> Requests { get; } = [];
    public string PromptFormat { get; init; } = "chat";
    public bool ChatTemplateSupported { get; init; } = true;
    public int Context { get; init; } = 8192;
    public FinishReason Reason { get; init; } = FinishReason.Stop;
    public Exception? Failure { get; init; }

    public ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => new(new LanguageModelInfo
    {
        Id = "scripted",
        Sha256 = new string('a', 64),
        Name = "Scripted",
        ContextPerSequence = Context,
        ChatTemplateSupported = ChatTemplateSupported,
        IsDemonstration = PromptFormat != "chat",
        PromptFormat = PromptFormat,
    });

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        Requests.Add(request);
        await Task.Yield();
        if (Failure is not null)
        {
            throw Failure;
        }

        yield return new GenerationUpdate.Started(100, 0);
        foreach (var piece in request.MaxTokens == 0 ? [] : answer(request).Chunk(3))
        {
            ct.ThrowIfCancellationRequested();
            yield return new GenerationUpdate.Text(new string(piece));
        }

        yield return new GenerationUpdate.Finished(Reason, 10, TimeSpan.Zero, TimeSpan.Zero);
    }

    /// <summary>One token for each four characters.</summary>
    public ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct) =>
        throw new InferenceException(InferenceFailure.InvalidRequest, "This model makes no embeddings.");

    public ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => new(TextOf(prompt).Length / 4);

    public async ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => [.. Enumerable.Range(0, await CountTokensAsync(owner, prompt, ct))];

    public ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct) => ValueTask.FromResult(false);

    public ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct) => ValueTask.FromResult(false);

    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct) => ValueTask.CompletedTask;

    public static string TextOf(PromptContent prompt) => string.Concat(prompt.Parts.Select(p => p switch
    {
        PromptPart.Text t => t.Value,
        PromptPart.Control c => c.Value,
        _ => "",
    })) + string.Concat(prompt.Messages.Select(m => m.Content));
}
