using System.Runtime.CompilerServices;

namespace OnPremLlm.Inference;

/// <summary>
/// A text that grows piece by piece and can be rolled back, and that an engine has read as far as possible when an answer is wanted. The text is
/// kept here, what the engine computed of it in the owner's own session there: after a worker ended, the next call has it read again. One call at a time.
/// </summary>
/// <param name="name">Of the session: 1 to 256 characters, unique for the owner.</param>
public sealed class ModelSession(ILanguageModel model, OwnerId owner, string name)
{
    readonly List<PromptPart> _parts = [];

    public string Name { get; } = name.Length is > 0 and <= 256 ? name : throw new ArgumentException("A session's name has 1 to 256 characters.", nameof(name));

    /// <summary>Its worker is not stopped to make room for other models until the session is closed.</summary>
    public bool IsOfOpenVisit { get; init; }

    /// <summary>The text so far.</summary>
    public IReadOnlyList<PromptPart> Parts => _parts;

    /// <summary>Adds a piece; it is tokenized by itself. Costs nothing yet.</summary>
    public void Append(PromptPart part) => _parts.Add(part);

    /// <summary>The place where the text ends now.</summary>
    public SessionMark Mark() => new(this, _parts.Count);

    /// <summary>Takes everything after the mark away. What the engine computed up to there stays.</summary>
    /// <exception cref="ArgumentException">The mark is of another session, or lies in text that was taken away.</exception>
    public void RollBackTo(SessionMark mark)
    {
        if (mark.Session != this || mark.Length > _parts.Count)
        {
            throw new ArgumentException("The mark is of another session, or the text before it was taken away.", nameof(mark));
        }

        _parts.RemoveRange(mark.Length, _parts.Count - mark.Length);
    }

    /// <summary>Has the engine read what is new: how many tokens the text has, and how many of them it had read before.</summary>
    /// <exception cref="InferenceException">As <see cref="ILanguageModel.GenerateAsync"/>.</exception>
    public async Task<GenerationUpdate.Started> PrefillAsync(CancellationToken ct)
    {
        GenerationUpdate.Started? started = null;
        await foreach (var update in GenerateAsync(new() { Prompt = new(), MaxTokens = 0 }, ct))
        {
            started ??= update as GenerationUpdate.Started;
        }

        return started ?? throw RpcFailures.Incomplete();
    }

    /// <summary>An answer to the text. It does not become part of it: append it where it should.</summary>
    /// <param name="settings">Everything but prompt and session, which are those of this session.</param>
    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(GenerationRequest settings, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = settings with { Prompt = new() { Parts = [.. _parts] }, Session = Name, IsOfOpenVisit = IsOfOpenVisit };
        await foreach (var update in model.GenerateAsync(owner, request, ct))
        {
            yield return update;
        }
    }

    /// <summary>As <see cref="ILanguageModel.SaveSessionAsync"/>.</summary>
    public ValueTask<bool> SaveAsync(Stream state, long largestBytes, CancellationToken ct) => model.SaveSessionAsync(owner, Name, state, largestBytes, ct);

    /// <summary>As <see cref="ILanguageModel.RestoreSessionAsync"/>; the text has to be appended again as well.</summary>
    public ValueTask<bool> RestoreAsync(Stream state, long length, CancellationToken ct) => model.RestoreSessionAsync(owner, Name, state, length, ct);

    /// <summary>Forgets the session in the engine and the text here.</summary>
    public ValueTask CloseAsync(CancellationToken ct)
    {
        _parts.Clear();
        return model.CloseSessionAsync(owner, Name, ct);
    }
}

/// <summary>A place in the text of a <see cref="ModelSession"/>.</summary>
public readonly record struct SessionMark
{
    internal SessionMark(ModelSession session, int length) => (Session, Length) = (session, length);

    internal ModelSession? Session { get; }

    internal int Length { get; }
}
