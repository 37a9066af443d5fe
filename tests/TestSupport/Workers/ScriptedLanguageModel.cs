using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OnPremLlm.Inference;

namespace OnPremLlm.TestSupport.Workers;

/// <summary>A language model that says what the test wants. A token is a word between blanks.</summary>
public sealed class ScriptedLanguageModel(Func<GenerationRequest, string> answer) : ILanguageModel
{
    const int PieceLength = 7;

    /// <summary>Always the same answer.</summary>
    public ScriptedLanguageModel(string answer) : this(_ => answer)
    {
    }

    public LanguageModelInfo Info { get; init; } = new()
    {
        Id = "scripted",
        Sha256 = new('0', 64),
        Name = "Scripted",
        ContextPerSequence = 4096,
        ChatTemplateSupported = true,
        IsDemonstration = false,
        PromptFormat = "chat",
    };

    /// <summary>Every request, in order of arrival.</summary>
    public ConcurrentQueue<(OwnerId Owner, GenerationRequest Request)> Requests { get; } = [];

    /// <summary>Every request for vectors.</summary>
    public ConcurrentQueue<(OwnerId Owner, EmbeddingRequest Request)> Embedded { get; } = [];

    /// <summary>Every closed session.</summary>
    public ConcurrentQueue<(OwnerId Owner, string Session)> Closed { get; } = [];

    /// <summary>What sessions hold, as a test put it there or restoring did.</summary>
    public ConcurrentDictionary<(OwnerId Owner, string Session), byte[]> Sessions { get; } = [];

    /// <summary>Happens when a session was restored, before the caller learns of it.</summary>
    public Func<Task> Restored { get; set; } = () => Task.CompletedTask;

    /// <summary>What closing a session fails with.</summary>
    public InferenceException? CloseFailure { get; set; }

    /// <summary>Held by the test, no answer goes on.</summary>
    public Func<GenerationRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Told of every answer that was left before its end: the client has gone, or the script failed.</summary>
    public Action<GenerationRequest> OnLeft { get; set; } = _ => { };

    public ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => ValueTask.FromResult(Info);

    /// <summary>The answer in pieces of a few characters; an <see cref="InferenceException"/> that the script throws comes after Started.</summary>
    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        Requests.Enqueue((owner, request));
        var ended = false;
        try
        {
            await foreach (var update in AnswerAsync(owner, request, ct))
            {
                ended = update is GenerationUpdate.Finished;
                yield return update;
            }
        }
        finally
        {
            if (!ended)
            {
                OnLeft(request);
            }
        }
    }

    async IAsyncEnumerable<GenerationUpdate> AnswerAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return new GenerationUpdate.Started(await CountTokensAsync(owner, request.Prompt, ct), ReusedTokens: 0);
        await Before(request).WaitAsync(ct);
        var text = request.MaxTokens == 0 ? "" : answer(request);
        for (var at = 0; at < text.Length; at += PieceLength)
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
            var piece = text.Substring(at, Math.Min(PieceLength, text.Length - at));
            yield return new GenerationUpdate.Text(piece);
            if (request.TopLogProbs is { } alternatives)
            {
                yield return new GenerationUpdate.LogProbs([Likely(piece, alternatives)]);
            }
        }

        yield return new GenerationUpdate.Finished(Inference.FinishReason.Stop, Words(text), TimeSpan.Zero, TimeSpan.Zero);
    }

    /// <summary>A vector is the text's length, a half, and a number that has no short decimal form.</summary>
    public ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct)
    {
        Embedded.Enqueue((owner, request));
        return ValueTask.FromResult(new EmbeddingAnswer([.. request.Texts.Select(text => new ReadOnlyMemory<float>([text.Length, 0.5f, 1f / 3]))], request.Texts.Sum(text => text.Split(' ').Length)));
    }

    public ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => ValueTask.FromResult(
        prompt.Parts.Sum(part => part is PromptPart.Text text ? Words(text.Value) : 1) + prompt.Messages.Sum(message => Words(message.Content)) + Words(prompt.AnswerPrefix));

    /// <summary>Counts up, one for each token.</summary>
    public async ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => [.. Enumerable.Range(0, await CountTokensAsync(owner, prompt, ct))];

    public async ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct)
    {
        if (!Sessions.TryGetValue((owner, session), out var bytes))
        {
            return false;
        }

        await state.WriteAsync(bytes, ct);
        return true;
    }

    public async ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await state.CopyToAsync(bytes, ct);
        Sessions[(owner, session)] = bytes.ToArray();
        await Restored();
        return true;
    }

    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct)
    {
        Closed.Enqueue((owner, session));
        Sessions.TryRemove((owner, session), out _);
        return CloseFailure is { } failure ? ValueTask.FromException(failure) : ValueTask.CompletedTask;
    }

    // The piece is one token with half of the probability; the alternatives share the rest.
    static TokenLogProb Likely(string piece, int alternatives)
    {
        var chosen = new TokenLogProb(System.Text.Encoding.UTF8.GetBytes(piece), MathF.Log(0.5f), []);
        var others = Enumerable.Range(0, Math.Max(0, alternatives - 1)).Select(i => new TokenLogProb(new[] { (byte)('a' + i) }, MathF.Log(0.01f), []));
        return chosen with { Top = [.. alternatives > 0 ? others.Prepend(chosen) : []] };
    }

    static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
