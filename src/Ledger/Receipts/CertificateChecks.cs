using System.Text;

namespace OnPremLlm.Ledger.Receipts;

/// <summary>Compares a certificate with the receipt that commits to it and with the entries about each record it names.</summary>
internal sealed class CertificateChecks
{
    private readonly PurgeCertificate _certificate;
    private readonly LedgerEntry _receipt;
    private readonly ILookup<string, LedgerEntry> _about;

    private CertificateChecks(PurgeCertificate certificate, LedgerEntry receipt, List<LedgerEntry> entries)
    {
        _certificate = certificate;
        _receipt = receipt;
        _about = entries.SelectMany(entry => entry.Records().Distinct().Select(item => (item, entry))).ToLookup(pair => pair.item, pair => pair.entry);
    }

    public static void Add(CheckList checks, ReceiptBundle bundle, ReadEntry receipt, List<ReadEntry> entries)
    {
        var bytes = Encoding.UTF8.GetBytes(bundle.Certificate);
        var committed = receipt.Entry?.Commitment == PurgeCertificate.CommitmentOf(bytes);
        checks.Add("commitment", committed ? null : "The certificate is not the one that the receipt commits to: its SHA-256 differs.", "The receipt commits to exactly this certificate (SHA-256).");
        if (TryParse(bytes) is not { } certificate || receipt.Entry is null)
        {
            checks.Add("certificate", "The certificate or the receipt cannot be read.", "");
            foreach (var id in new[] { "intent", "keys", "due" })
            {
                checks.NotChecked(id, "The certificate or the receipt cannot be read.");
            }
            return;
        }
        var all = new CertificateChecks(certificate, receipt.Entry, [.. entries.Where(e => e.Entry is not null && e.Index < receipt.Index).Select(e => e.Entry!)]);
        var count = certificate.Records.Count;
        checks.Add("certificate", all.ContentProblem(bundle.Tenant), $"Certificate and receipt name the same purge, tenant, policy and {count} records.");
        checks.Add("intent", all.Each(all.IntentProblem), $"The purge was announced in the log before any of the {count} records was destroyed.");
        checks.Add("keys", all.Each(all.KeyProblem), $"Each of the {count} records had its key created, and the certificate names that key.");
        checks.Add("due", all.Each(all.DueProblem), $"Each of the {count} records was due by the log when it was destroyed.");
    }

    private static PurgeCertificate? TryParse(byte[] bytes)
    {
        try
        {
            return PurgeCertificate.Parse(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private string? ContentProblem(string tenant)
    {
        var named = _certificate.Records.Select(Item).Order(StringComparer.Ordinal).ToList();
        var receipted = _receipt.Records().Distinct().Order(StringComparer.Ordinal).ToList();
        return named.Count == 0 ? "The certificate names no record."
            : _certificate.Id != _receipt.Disposition ? "The certificate is of another purge than the receipt."
            : _certificate.Tenant != tenant ? "The certificate is of another tenant than the bundle."
            : _receipt.Policy is { } policy && policy != _certificate.Policy ? "The certificate names another policy than the receipt."
            : !named.SequenceEqual(receipted) ? "The certificate and the receipt do not name the same records."
            : _certificate.Counts.Destroyed != named.Count ? "The certificate counts another number of destroyed records than it names."
            : _certificate.Records.Any(record => CoarseTime.Minute(record.DestroyedAt) > _receipt.Time) ? "The certificate dates a destruction after its receipt."
            : null;
    }

    private string? IntentProblem(DestroyedRecord record) =>
        Intent(record) is { } intent && intent.Time <= CoarseTime.Minute(record.DestroyedAt) ? null : $"{Item(record)} was destroyed without an intent of this purge before it.";

    private string? KeyProblem(DestroyedRecord record)
    {
        var created = About(record).Where(e => e.Type == LedgerEntryType.RecordKeyCreated).ToList();
        return created.Count == 0 ? $"No entry shows that a key was created for {Item(record)}."
            : record.Key is { } key && !(_certificate.DestroyedKeys.Contains(key) && created.Any(e => e.Items?.Contains(key) == true)) ? $"The key named for {Item(record)} is not the one that was created for it, or is not among the destroyed keys."
            : null;
    }

    private string? DueProblem(DestroyedRecord record)
    {
        var before = Intent(record) is { } intent ? About(record).TakeWhile(e => !ReferenceEquals(e, intent)) : About(record);
        var due = before.Where(e => e.Type == LedgerEntryType.Triggered || (e.Type == LedgerEntryType.RecordKeyCreated && e.Due is not null)).LastOrDefault()?.Due;
        return due is null ? $"No entry sets a due date for {Item(record)}."
            : due != CoarseTime.Minute(record.Due) ? $"The certificate gives another due date for {Item(record)} than the log."
            : record.DestroyedAt < record.Due ? $"{Item(record)} was destroyed before it was due."
            : null;
    }

    private LedgerEntry? Intent(DestroyedRecord record) =>
        About(record).LastOrDefault(e => e.Type == LedgerEntryType.PurgeIntended && e.Disposition == _certificate.Id);

    private IEnumerable<LedgerEntry> About(DestroyedRecord record) => _about[Item(record)];

    private string? Each(Func<DestroyedRecord, string?> problem) => ReplayChecks.Name([.. _certificate.Records.Select(problem).OfType<string>()]);

    private static string Item(DestroyedRecord record) => LedgerEntry.RecordItem(record.Visit, record.Category);
}
