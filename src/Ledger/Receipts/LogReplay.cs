namespace OnPremLlm.Ledger.Receipts;

/// <summary>
/// Replays a whole log and finds what was destroyed against the rules and what should have been destroyed and was not: due − receipts − holds must be empty.
/// Call <see cref="Add"/> for every entry in order.
/// </summary>
internal sealed class LogReplay
{
    /// <summary>How late a purge may be before it is named; a sweep runs at most this long after a record became due.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>How far an entry may be dated before an earlier one: entries are dated before they queue, and purging stops at a clock jump of this size.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ReplayedRecord> _records = [];
    private readonly ActiveHolds _holds = new();
    private readonly List<RecordLateness> _late = [];
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private long _next;

    /// <summary>Records whose purge began under a hold.</summary>
    public List<string> HoldViolations { get; } = [];

    /// <summary>Everything else that contradicts the order of key, due date, intent and receipt.</summary>
    public List<string> Problems { get; } = [];

    public long Receipts { get; private set; }

    /// <summary>The time of the newest entry, which is the latest moment the log can speak for.</summary>
    public DateTimeOffset Latest => _latest;

    public void Add(LedgerEntry entry)
    {
        var index = _next++;
        CheckOrder(index, entry);
        switch (entry.Type)
        {
            case LedgerEntryType.RecordKeyCreated:
                Each(entry, Create);
                break;
            case LedgerEntryType.Triggered:
                Each(entry, (item, e) => Find(index, item)?.Due = e.Due);
                break;
            case LedgerEntryType.HoldPlaced:
                _holds.Place(entry);
                break;
            case LedgerEntryType.HoldReleased:
                Report(!_holds.Release(entry), $"Entry {index} releases a hold that was not in force.");
                break;
            case LedgerEntryType.PurgeIntended:
                Each(entry, (item, e) => Intend(index, item, e));
                break;
            case LedgerEntryType.PurgeReceipt:
                Receipts++;
                Each(entry, (item, e) => Destroy(index, item, e));
                break;
            case LedgerEntryType.LogOpened:
                Report(index != 0, $"Entry {index} says that the log was opened, which only the first entry may say.");
                break;
            case LedgerEntryType.PolicyChanged:
            case LedgerEntryType.AuditCommitted:
            case LedgerEntryType.ModelLoaded:
                break;
            default:
                Problems.Add($"Entry {index} is of a type this program does not know.");
                break;
        }
    }

    /// <summary>What is due, not destroyed and not held at a time (the newest entry's, where the given one is earlier or absent), and every late purge.</summary>
    public Completeness Assess(DateTimeOffset? asOf)
    {
        var at = asOf is { } given && given > _latest ? CoarseTime.Minute(given) : _latest;
        var live = _records.Where(r => !r.Value.Destroyed).ToList();
        var held = live.Where(r => _holds.Covers(r.Key)).Select(r => r.Key).ToHashSet();
        var overdue = live.Where(r => !held.Contains(r.Key) && Deadline(r.Key, r.Value) is { } due && at - due > Tolerance)
            .Select(r => Lateness(r.Key, Deadline(r.Key, r.Value)!.Value, at, destroyed: false)).ToList();
        return new Completeness(at, live.Count, held.Count, live.Count(r => r.Value.Due is null), overdue, [.. _late, .. overdue]);
    }

    private void CheckOrder(long index, LedgerEntry entry)
    {
        Report(index == 0 && entry.Type != LedgerEntryType.LogOpened, "The first entry does not say that the log was opened.");
        Report(_latest - entry.Time > ClockSlack, $"Entry {index} is dated {CoarseTime.FormatMinute(entry.Time)}, more than five minutes before an earlier entry: the clock was set back, or the entry was back-dated.");
        _latest = entry.Time > _latest ? entry.Time : _latest;
    }

    private void Create(string item, LedgerEntry entry)
    {
        if (!_records.TryGetValue(item, out var record) || record.Destroyed)
        {
            _records[item] = record = new ReplayedRecord();
        }
        record.Due = entry.Due ?? record.Due;
    }

    private void Intend(long index, string item, LedgerEntry entry)
    {
        if (Find(index, item) is { } record)
        {
            record.Intent = entry.Disposition;
            record.HeldAtIntent = _holds.Covers(item);
        }
    }

    private void Destroy(long index, string item, LedgerEntry entry)
    {
        if (Find(index, item) is not { Destroyed: false } record)
        {
            return;
        }
        Report(entry.Disposition is null || record.Intent != entry.Disposition, $"Entry {index} is a receipt for {item} without an intent of the same purge before it.");
        Report(record.Due is not { } due || due > entry.Time, $"Entry {index} is a receipt for {item}, which was not due then.");
        if (record.HeldAtIntent)
        {
            HoldViolations.Add($"{item} was destroyed under a legal hold (receipt: entry {index}).");
        }
        if (Deadline(item, record) is { } deadline && entry.Time - deadline > Tolerance)
        {
            _late.Add(Lateness(item, deadline, entry.Time, destroyed: true));
        }
        record.Destroyed = true;
    }

    private ReplayedRecord? Find(long index, string item)
    {
        var record = _records.GetValueOrDefault(item);
        Report(record is null, $"Entry {index} is about {item}, for which no record key was ever created.");
        return record;
    }

    private DateTimeOffset? Deadline(string item, ReplayedRecord record) =>
        record.Due is { } due && _holds.LastRelease(item) is { } released && released > due ? released : record.Due;

    private static RecordLateness Lateness(string item, DateTimeOffset due, DateTimeOffset at, bool destroyed) =>
        new() { Record = item, Due = due, MinutesLate = (long)(at - due).TotalMinutes, Destroyed = destroyed };

    private static void Each(LedgerEntry entry, Action<string, LedgerEntry> apply)
    {
        foreach (var item in entry.Records().Distinct())
        {
            apply(item, entry);
        }
    }

    private void Report(bool condition, string problem)
    {
        if (condition)
        {
            Problems.Add(problem);
        }
    }

    private sealed class ReplayedRecord
    {
        public DateTimeOffset? Due { get; set; }
        public Guid? Intent { get; set; }
        public bool HeldAtIntent { get; set; }
        public bool Destroyed { get; set; }
    }
}

/// <summary>The answer of a replay: live records, those held, those without a due date, those overdue, and everything that was or is late.</summary>
internal sealed record Completeness(DateTimeOffset At, int Live, int Held, int WithoutDue, IReadOnlyList<RecordLateness> Overdue, IReadOnlyList<RecordLateness> Late);
