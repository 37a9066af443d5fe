using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace OnPremLlm.Inference;

/// <summary>
/// The engine behind gates: one for each owner's own worker, or one for all where the worker is shared. Counting and tokenizing
/// need no place, but each owner has two at a time: a flood of them would take the cores from everybody in a shared worker. An owner's limit of
/// the context is held here too, so that it counts on every way to an engine.
/// </summary>
/// <remarks>An engine on another server is one for all who may use it, so it has one gate too.</remarks>
internal sealed class ScheduledLanguageModel : ILanguageModel
{
    const int CharactersOfToken = 4;
    const int BytesOfTemplate = 32;

    readonly ILanguageModel _engine;
    readonly Func<SelectedModel> _select;
    readonly IOwnerLimits _limits;
    readonly TimeProvider _time;
    readonly ConcurrentDictionary<(OwnerId Owner, int Places), RequestGate> _gates = [];
    readonly ConcurrentDictionary<OwnerId, SemaphoreSlim> _tokenizing = [];

    /// <param name="engine">What answers.</param>
    /// <param name="select">The model as the catalogs have it now: its isolation and sequences.</param>
    /// <param name="options">For the owners' limits.</param>
    /// <param name="time">By which waits are measured.</param>
    public ScheduledLanguageModel(ILanguageModel engine, Func<SelectedModel> select, InferenceOptions options, TimeProvider time)
    {
        (_engine, _select, _limits, _time) = (engine, select, options.Limits, time);
        _limits.Changed += Refresh; // for as long as the Host lives, as this model does
    }

    /// <summary>The context is the model's or the owner's, whichever is smaller.</summary>
    public async ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct)
    {
        var info = await _engine.DescribeAsync(owner, ct);
        return ContextOf(owner) is var most && most < info.ContextPerSequence ? info with { ContextPerSequence = most } : info;
    }

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var place = await GateOf(owner.Required()).EnterAsync(owner, request.Priority, ct);
        var within = await WithinContextAsync(owner, request, ct);
        var charged = 0;
        await foreach (var update in _engine.GenerateAsync(owner, within, ct))
        {
            switch (update)
            {
                case GenerationUpdate.Started started:
                    place.Charge(started.PromptTokens - started.ReusedTokens, 0);
                    break;
                case GenerationUpdate.Text:
                    // At least a token, and charged while it runs: whoever holds many long answers is not taken for idle until they end.
                    place.Charge(0, 1);
                    charged++;
                    break;
                case GenerationUpdate.Finished finished:
                    place.Charge(finished.Prompt is { } prompt ? prompt.PromptTokens - prompt.ReusedTokens : 0, Math.Max(0, finished.CompletionTokens - charged));
                    break;
            }

            yield return update;
        }
    }

    public async ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct)
    {
        using var place = await GateOf(owner.Required()).EnterAsync(owner, request.Priority, ct);
        var charged = request.Texts.Sum(text => 1 + (text.Length / CharactersOfToken)); // now, so that who leaves before the end has paid as well
        place.Charge(charged, 0);
        var answer = await _engine.EmbedAsync(owner, request, ct);
        place.Charge(answer.Tokens - charged, 0);
        return answer;
    }

    public ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => OfFewAsync(owner, () => _engine.CountTokensAsync(owner, prompt, ct), ct);

    public ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => OfFewAsync(owner, () => _engine.TokenizeAsync(owner, prompt, ct), ct);

    public ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct) => _engine.SaveSessionAsync(owner, session, state, largestBytes, ct);

    public ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct) => _engine.RestoreSessionAsync(owner, session, state, length, ct);

    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct) => _engine.CloseSessionAsync(owner, session, ct);

    // In its place, so that no more are counted at a time than are answered. Costs a count, and that only where the owner's limit is the smaller one.
    async ValueTask<GenerationRequest> WithinContextAsync(OwnerId owner, GenerationRequest request, CancellationToken ct)
    {
        var most = ContextOf(owner);
        if (most == int.MaxValue || await _engine.DescribeAsync(owner, ct) is var model && most >= model.ContextPerSequence)
        {
            return request;
        }

        var prompt = await AtMostAsync(owner, request.Prompt, ct);
        var wanted = request.MaxTokens is GenerationRequest.AllThatFit ? Math.Max(1, most - prompt) : request.MaxTokens;
        return prompt + (long)wanted <= most
            ? request with { MaxTokens = wanted }
            : throw new InferenceException(InferenceFailure.ContextExceeded,
                $"The prompt has {prompt} token{(prompt == 1 ? "" : "s")} and {wanted} may be generated, and this clinic may use {most} tokens in one request (a limit that IT set; the model holds {model.ContextPerSequence}). Send a shorter prompt, or ask for fewer tokens.");
    }

    // An engine elsewhere may not count: then a byte counts as a token, which no text exceeds.
    async ValueTask<int> AtMostAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        try
        {
            return await CountTokensAsync(owner, prompt, ct);
        }
        catch (InferenceException failure) when (failure.Failure is InferenceFailure.InvalidRequest && _select().Remote is not null)
        {
            return prompt.Parts.OfType<PromptPart.Text>().Sum(part => Encoding.UTF8.GetByteCount(part.Value)) + prompt.Messages.Sum(message => Encoding.UTF8.GetByteCount(message.Content) + BytesOfTemplate);
        }
    }

    int ContextOf(OwnerId owner) => _limits.Of(owner).ContextTokens is > 0 and var most ? most : int.MaxValue;

    void Refresh()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Refresh();
        }
    }

    async ValueTask<T> OfFewAsync<T>(OwnerId owner, Func<ValueTask<T>> work, CancellationToken ct)
    {
        var few = _tokenizing.GetOrAdd(owner.Required(), _ => new(2));
        await few.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            few.Release();
        }
    }

    RequestGate GateOf(OwnerId owner)
    {
        var model = _select();
        var isShared = model.IsOneForAll;
        return _gates.GetOrAdd((isShared ? OwnerId.Shared : owner, model.Sequences), key => new(key.Places, isShared, _limits.Of, _time));
    }
}
