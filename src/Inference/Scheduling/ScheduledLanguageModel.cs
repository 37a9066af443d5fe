using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OnPremLlm.Inference;

/// <summary>
/// The engine behind gates: one for each owner's own worker, or one for all where the worker is shared. Counting and tokenizing
/// need no place, but each owner has two at a time: a flood of them would take the cores from everybody in a shared worker.
/// </summary>
/// <remarks>An engine on another server is one for all who may use it, so it has one gate too.</remarks>
/// <param name="select">The model as the catalogs have it now: its isolation and sequences.</param>
internal sealed class ScheduledLanguageModel(ILanguageModel engine, Func<SelectedModel> select, InferenceOptions options, TimeProvider time) : ILanguageModel
{
    readonly ConcurrentDictionary<(OwnerId Owner, int Places), RequestGate> _gates = [];
    readonly ConcurrentDictionary<OwnerId, SemaphoreSlim> _tokenizing = [];

    public ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => engine.DescribeAsync(owner, ct);

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var place = await GateOf(owner.Required()).EnterAsync(owner, request.Priority, ct);
        var charged = 0;
        await foreach (var update in engine.GenerateAsync(owner, request, ct))
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

    public ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => OfFewAsync(owner, () => engine.CountTokensAsync(owner, prompt, ct), ct);

    public ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => OfFewAsync(owner, () => engine.TokenizeAsync(owner, prompt, ct), ct);

    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct) => engine.CloseSessionAsync(owner, session, ct);

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
        var model = select();
        var isShared = model.IsOneForAll;
        return _gates.GetOrAdd((isShared ? OwnerId.Shared : owner, model.Sequences), key => new(key.Places, isShared, options.LimitsOf, time));
    }
}
