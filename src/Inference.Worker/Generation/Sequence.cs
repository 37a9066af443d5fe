namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>One of the context's sequences: what is in its memory and whose it is. Owner thread only.</summary>
internal sealed class Sequence(int id)
{
    public int Id { get; } = id;

    /// <summary>The tokens whose keys and values the sequence holds, by position.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>How many of them were sent to it; the others are what it answered.</summary>
    public int PromptTokens { get; set; }

    /// <summary>The most tokens it held since it was wiped: cells up to here may hold an owner's data.</summary>
    public int HighWater { get; private set; }

    /// <summary>Null when free.</summary>
    public SessionKey? Key { get; set; }

    /// <summary>The request that uses it now; null when the session is idle.</summary>
    public GenerationTask? Task { get; set; }

    /// <summary>Rises with every use; the least is evicted first.</summary>
    public long LastUse { get; set; }

    /// <summary>Timestamp of its last use by a visit that is open; null: it was used by none.</summary>
    public long? OpenVisit { get; set; }

    public bool IsIdle => Task is null;

    /// <summary>To be called before cells up to so many tokens are written: also what then fails or is broken off has written some.</summary>
    public void MarkHighWater(int tokens) => HighWater = Math.Max(HighWater, tokens);

    public void Wiped()
    {
        Tokens.Clear();
        (HighWater, PromptTokens, OpenVisit) = (0, 0, null);
        Key = null;
    }
}

/// <summary>Whose session. An empty <paramref name="Session"/> matches no other, not even of the same owner.</summary>
internal readonly record struct SessionKey(string Owner, string Session)
{
    /// <summary>Both parts are compared: a session name that two owners happen to use is two sessions.</summary>
    public bool Matches(SessionKey other) => Session.Length > 0 && string.Equals(Owner, other.Owner, StringComparison.Ordinal) && string.Equals(Session, other.Session, StringComparison.Ordinal);
}
