namespace OnPremLlm.Ledger;

/// <summary>
/// One leaf of a tenant's log. Holds opaque ids, coarse times and commitments only: a log can never be pruned, so nothing personal may enter it.
/// Encoded as canonical JSON (fixed property order, no whitespace, absent values left out), at most 65,535 bytes.
/// Equality compares <see cref="Items"/> by reference.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>What happened.</summary>
    public required LedgerEntryType Type { get; init; }

    /// <summary>When, in UTC, truncated to the minute: finer times would help to tell people apart.</summary>
    public required DateTimeOffset Time { get; init => field = CoarseTime.Minute(value); }

    /// <summary>The visit, by its opaque id.</summary>
    public Guid? Visit { get; init; }

    /// <summary>Record category: audio, transcript, draft, note, chat, audit (lower-case letters and hyphens, at most 32).</summary>
    public string? Category { get; init; }

    /// <summary>When the record is due for destruction, in UTC, truncated to the minute as <see cref="Time"/> is.</summary>
    public DateTimeOffset? Due { get; init => field = value is { } due ? CoarseTime.Minute(due) : null; }

    /// <summary>Policy version and hash, e.g. <c>3:sha256-…</c>; an opaque word without spaces.</summary>
    public string? Policy { get; init; }

    /// <summary>The purge that this entry belongs to (or the hold, in an entry about a hold).</summary>
    public Guid? Disposition { get; init; }

    /// <summary>Opaque ids: records as <see cref="RecordItem"/> writes them, key ids. Letters, digits and <c>. _ : / @ + = ~ -</c>, at most 200 each.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 (or HMAC-SHA-256) of a document that is kept elsewhere: 64 digits.</summary>
    public string? Commitment { get; init; }

    /// <summary>How a record is named in <see cref="Items"/>: <c>visit:category</c>.</summary>
    public static string RecordItem(Guid visit, string category) => $"{visit:D}:{category}";

    /// <summary>The records this entry is about: its own visit and category, and those among its items.</summary>
    internal IEnumerable<string> Records()
    {
        if (Visit is { } visit && Category is { } category)
        {
            yield return RecordItem(visit, category);
        }
        foreach (var item in Items ?? [])
        {
            if (LedgerEntryFormat.IsRecordItem(item))
            {
                yield return item;
            }
        }
    }
}
