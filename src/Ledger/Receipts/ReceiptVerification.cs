using System.Text;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Notes;
using OnPremLlm.Ledger.Receipts;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger;

/// <summary>Checks an exported purge receipt offline, with nothing but the bundle and (out of band) the log's public key.</summary>
public static class ReceiptVerification
{
    /// <summary>Makes every check that the bundle allows; never throws for what is in the bundle.</summary>
    /// <param name="bundle">The bundle, as read by <see cref="ReceiptBundle.Parse"/>.</param>
    /// <param name="expectedVerifierKey">The vkey known from elsewhere; null leaves the check <c>key</c> open.</param>
    /// <param name="asOf">Judge completeness at this time instead of the newest entry's; ignored where earlier.</param>
    public static VerificationReport Verify(ReceiptBundle bundle, string? expectedVerifierKey, DateTimeOffset? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var checks = new CheckList();
        checks.AddKey(bundle.VerifierKey, expectedVerifierKey);
        var head = CheckHead(checks, bundle);
        var receipt = Read(bundle.Receipt, head);
        checks.Add("receipt", ReceiptProblem(receipt), $"The purge receipt is entry {receipt.Index} of the log under that head.");
        var entries = bundle.Entries.Select(entry => Read(entry, head)).ToList();
        checks.Add("entries", EntriesProblem(entries, receipt), $"All {entries.Count} entries about the destroyed records are in the log before the receipt, in order.");
        CertificateChecks.Add(checks, bundle, receipt, entries);
        var late = CheckLog(checks, bundle, head, asOf);
        return new VerificationReport { Checks = checks.Checks, Late = late };
    }

    private static Checkpoint? CheckHead(CheckList checks, ReceiptBundle bundle)
    {
        var verified = Checkpoint.TryVerify(bundle.Checkpoint, bundle.VerifierKey);
        checks.Add("head", verified is null ? "The log's head does not bear a valid signature by the public key, or belongs to another log." : null,
            $"The head of the log {verified?.Origin} with {verified?.Size} entries is signed by that key.");
        return verified;
    }

    private static ReadEntry Read(ProvenEntry proven, Checkpoint? head)
    {
        var leaf = Encoding.UTF8.GetBytes(proven.Leaf);
        var path = proven.Proof.Select(StrictBase64.TryDecode).ToList();
        var included = head is not null && path.All(hash => hash is not null)
            && InclusionCheck.Holds(proven.Index, head.Size, [.. path.Select(hash => (ReadOnlyMemory<byte>)hash)], MerkleHash.Leaf(leaf), head.RootHash.Span);
        return new ReadEntry(proven.Index, Decode(leaf), included);
    }

    private static LedgerEntry? Decode(byte[] leaf)
    {
        try
        {
            return LedgerEntryFormat.Decode(leaf);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? ReceiptProblem(ReadEntry receipt) =>
        !receipt.Included ? "The receipt is not in the log: its proof does not lead to the signed head."
        : receipt.Entry?.Type != LedgerEntryType.PurgeReceipt ? "The entry given as the receipt is not a purge receipt."
        : null;

    private static string? EntriesProblem(List<ReadEntry> entries, ReadEntry receipt)
    {
        var latest = DateTimeOffset.MinValue;
        long previous = -1;
        foreach (var entry in entries.Append(receipt))
        {
            if (!entry.Included)
            {
                return $"Entry {entry.Index} is not in the log: its proof does not lead to the signed head.";
            }
            if (entry.Entry is null || entry.Index <= previous || latest - entry.Entry.Time > LogReplay.ClockSlack)
            {
                return $"Entry {entry.Index} cannot be read, is out of order, or is dated before an earlier one.";
            }
            (previous, latest) = (entry.Index, entry.Entry.Time > latest ? entry.Entry.Time : latest);
        }
        return null;
    }

    private static IReadOnlyList<RecordLateness>? CheckLog(CheckList checks, ReceiptBundle bundle, Checkpoint? head, DateTimeOffset? asOf)
    {
        if (bundle.Log is null)
        {
            const string Why = "the bundle does not hold the whole log. Ask for an export with the log, or check the log's folder.";
            checks.NotChecked("log", $"That the whole log leads to the head: {Why}");
            ReplayChecks.NotChecked(checks, Why);
            return null;
        }
        var replay = new LogReplay();
        if (!checks.Add("log", LogProblem(bundle.Log, head, replay), $"All {bundle.Log.Count} entries of the log lead to the signed head."))
        {
            ReplayChecks.NotChecked(checks, "the log in the bundle is not the one that was signed.");
            return null;
        }
        return ReplayChecks.Add(checks, replay, asOf);
    }

    private static string? LogProblem(IReadOnlyList<string> log, Checkpoint? head, LogReplay replay)
    {
        var builder = new TreeBuilder(TreeState.Empty);
        foreach (var text in log)
        {
            var leaf = Encoding.UTF8.GetBytes(text);
            if (Decode(leaf) is not { } entry)
            {
                return "An entry of the log cannot be read.";
            }
            builder.Add(MerkleHash.Leaf(leaf), (_, _, _) => { });
            replay.Add(entry);
        }
        return head is not null && log.Count == head.Size && builder.Build().Root().AsSpan().SequenceEqual(head.RootHash.Span)
            ? null
            : "The entries of the log do not lead to the signed head: some were changed, added, left out or moved.";
    }
}
