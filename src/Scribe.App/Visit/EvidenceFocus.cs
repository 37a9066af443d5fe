namespace OnPremLlm.Scribe.App.Visit;

/// <summary>Which statement's evidence is shown: the one under the pointer or with the keyboard's focus, else the one that was pinned.</summary>
public sealed class EvidenceFocus
{
    Shown? passing;
    Shown? pinned;

    public sealed record Shown(string Key, IReadOnlyList<string> Segments, string Quote);

    public event Action? Changed;

    public Shown? Current => passing ?? pinned;
    public string? PinnedKey => pinned?.Key;

    public void Pass(string key, IReadOnlyList<string> segments, string quote) => Set(new Shown(key, segments, quote), pinned);

    public void Leave(string key)
    {
        if (passing?.Key == key)
        {
            Set(null, pinned);
        }
    }

    public void TogglePin(string key, IReadOnlyList<string> segments, string quote) =>
        Set(passing, pinned?.Key == key ? null : new Shown(key, segments, quote));

    /// <summary>The transcript was purged: its words are not kept here either.</summary>
    public void Clear() => Set(null, null);

    void Set(Shown? nowPassing, Shown? nowPinned)
    {
        if (passing?.Key != nowPassing?.Key || pinned?.Key != nowPinned?.Key)
        {
            (passing, pinned) = (nowPassing, nowPinned);
            Changed?.Invoke();
        }
    }
}
