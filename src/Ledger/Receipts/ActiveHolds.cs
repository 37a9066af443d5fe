namespace OnPremLlm.Ledger.Receipts;

/// <summary>The legal holds in force during a replay. A hold is told from others by visit, category, disposition and items together.</summary>
internal sealed class ActiveHolds
{
    private readonly Dictionary<string, (string? Visit, string? Category, int Count)> _active = [];
    private readonly List<(string? Visit, string? Category, DateTimeOffset Time)> _released = [];

    public void Place(LedgerEntry entry)
    {
        var key = Key(entry);
        var count = _active.TryGetValue(key, out var hold) ? hold.Count + 1 : 1;
        _active[key] = (entry.Visit?.ToString("D"), entry.Category, count);
    }

    /// <summary>False where no such hold is in force.</summary>
    public bool Release(LedgerEntry entry)
    {
        if (!_active.TryGetValue(Key(entry), out var hold))
        {
            return false;
        }
        _active[Key(entry)] = hold with { Count = hold.Count - 1 };
        if (hold.Count == 1)
        {
            _active.Remove(Key(entry));
            _released.Add((hold.Visit, hold.Category, entry.Time));
        }
        return true;
    }

    public bool Covers(string record) => _active.Values.Any(hold => Covers(hold.Visit, hold.Category, record));

    public DateTimeOffset? LastRelease(string record) =>
        _released.Where(hold => Covers(hold.Visit, hold.Category, record)).Select(hold => (DateTimeOffset?)hold.Time).Max();

    private static bool Covers(string? visit, string? category, string record) =>
        (visit is null || record.StartsWith(visit + ":", StringComparison.Ordinal)) && (category is null || record.EndsWith(":" + category, StringComparison.Ordinal));

    private static string Key(LedgerEntry entry) => $"{entry.Visit}|{entry.Category}|{entry.Disposition}|{string.Join(',', entry.Items ?? [])}";
}
