using System.Text;

namespace OnPremLlm.Ledger;

/// <summary>How much of the log an export carries.</summary>
public enum LogExport
{
    /// <summary>The receipt and the entries about its records, each with its proof.</summary>
    ProofsOnly,

    /// <summary>Also every leaf of the log, which the checks of holds and completeness need; about 300 bytes an entry.</summary>
    WholeLog,
}

/// <summary>Gathers the bundle of one purge from its log.</summary>
public static class ReceiptExport
{
    /// <summary>
    /// Finds the receipt that commits to a certificate and every earlier entry about its records, and proves them all under the present head. Reads the whole log once.
    /// Throws <see cref="LedgerException"/> where no receipt commits to these bytes and <see cref="FormatException"/> where they are no certificate.
    /// </summary>
    public static async Task<ReceiptBundle> CreateAsync(TransparencyLog log, ReadOnlyMemory<byte> certificate, LogExport export, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(log);
        var named = PurgeCertificate.Parse(certificate.Span);
        var state = log.State;
        var selection = new Selection(PurgeCertificate.CommitmentOf(certificate.Span), [.. named.Records.Select(r => LedgerEntry.RecordItem(r.Visit, r.Category))]);
        var leaves = new List<string>();
        await foreach (var (index, leaf) in log.ReadLeavesAsync(state, 0, ct))
        {
            var text = Encoding.UTF8.GetString(leaf.Span);
            selection.Add(index, text, LedgerEntryFormat.Decode(leaf));
            leaves.Add(text);
        }
        var reader = log.Reader(state);
        ProvenEntry Prove((long Index, string Leaf) entry) =>
            new() { Index = entry.Index, Leaf = entry.Leaf, Proof = [.. reader.Prove(entry.Index).Hashes.Select(hash => Convert.ToBase64String(hash.Span))] };
        return new ReceiptBundle
        {
            Version = ReceiptBundle.CurrentVersion,
            Tenant = named.Tenant,
            VerifierKey = log.VerifierKey,
            Checkpoint = state.Head.Note,
            Certificate = Encoding.UTF8.GetString(certificate.Span),
            Receipt = Prove(selection.Receipt ?? throw new LedgerException("No receipt in the ledger commits to this certificate. Check that it is this tenant's and unchanged, byte for byte.")),
            Entries = [.. selection.Related.Select(Prove)],
            Log = export == LogExport.WholeLog ? leaves : null,
        };
    }

    private sealed class Selection(string commitment, HashSet<string> records)
    {
        private readonly HashSet<string> _visits = [.. records.Select(record => record[..record.IndexOf(':', StringComparison.Ordinal)])];

        public (long Index, string Leaf)? Receipt { get; private set; }

        public List<(long Index, string Leaf)> Related { get; } = [];

        public void Add(long index, string leaf, LedgerEntry entry)
        {
            if (Receipt is not null)
            {
                return;
            }
            if (entry.Type == LedgerEntryType.PurgeReceipt && entry.Commitment == commitment)
            {
                Receipt = (index, leaf);
            }
            else if (Concerns(entry))
            {
                Related.Add((index, leaf));
            }
        }

        private bool Concerns(LedgerEntry entry) => entry.Type switch
        {
            LedgerEntryType.HoldPlaced or LedgerEntryType.HoldReleased => entry.Visit is not { } visit || _visits.Contains(visit.ToString("D")),
            LedgerEntryType.RecordKeyCreated or LedgerEntryType.Triggered or LedgerEntryType.PurgeIntended => entry.Records().Any(records.Contains),
            _ => false,
        };
    }
}
