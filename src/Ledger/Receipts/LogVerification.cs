using System.Text;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Receipts;
using OnPremLlm.Ledger.Storage;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger;

/// <summary>Checks a log's folder (or a copy of one) offline: recomputes every tile and the root from the entries, and replays them.</summary>
public static class LogVerification
{
    /// <summary>Makes every check; throws <see cref="FormatException"/> only where the folder holds no log at all. Copy a folder in use before checking it.</summary>
    /// <param name="folder">The folder that holds the files checkpoint, log.vkey and tile.</param>
    /// <param name="expectedVerifierKey">The vkey known from elsewhere; null takes log.vkey and leaves the check <c>key</c> open.</param>
    /// <param name="earlierHead">A checkpoint note kept since earlier, which this log must continue; null leaves the check <c>continues</c> open.</param>
    /// <param name="asOf">Judge completeness at this time instead of the newest entry's; ignored where earlier.</param>
    public static VerificationReport Verify(string folder, string? expectedVerifierKey, string? earlierHead = null, DateTimeOffset? asOf = null)
    {
        var files = new DurableFiles(new PhysicalDisk(), Path.GetFullPath(folder));
        var (key, note) = (Text(files, DurableFiles.VerifierKey).TrimEnd('\n'), Text(files, DurableFiles.Checkpoint));
        var checks = new CheckList();
        checks.AddKey(key, expectedVerifierKey);
        var head = Checkpoint.TryVerify(note, key);
        checks.Add("head", head is null ? "The log's head does not bear a valid signature by the public key, or belongs to another log." : null,
            $"The head of the log {head?.Origin} with {head?.Size} entries is signed by that key.");
        return new VerificationReport { Late = CheckLog(checks, files, key, head, earlierHead, asOf), Checks = checks.Checks };
    }

    private static IReadOnlyList<RecordLateness>? CheckLog(CheckList checks, DurableFiles files, string key, Checkpoint? head, string? earlierHead, DateTimeOffset? asOf)
    {
        var earlier = earlierHead is null ? null : Checkpoint.TryVerify(earlierHead, key);
        var (replay, prefix) = (new LogReplay(), new TreeBuilder(TreeState.Empty));
        long count = 0;
        var problem = head is null ? "Without a valid head there is nothing to compare the log with." : Problem(files, head, leaf =>
        {
            replay.Add(LedgerEntryFormat.Decode(leaf));
            if (count++ < earlier?.Size)
            {
                prefix.Add(MerkleHash.Leaf(leaf.Span), (_, _, _) => { });
            }
        });
        if (!checks.Add("log", problem, $"All {count} entries and every tile lead to the signed head."))
        {
            checks.NotChecked("continues", "the log is not the one that was signed.");
            ReplayChecks.NotChecked(checks, "the log is not the one that was signed.");
            return null;
        }
        AddContinues(checks, earlierHead, earlier, count, prefix);
        return ReplayChecks.Add(checks, replay, asOf);
    }

    private static void AddContinues(CheckList checks, string? earlierHead, Checkpoint? earlier, long count, TreeBuilder prefix)
    {
        if (earlierHead is null)
        {
            checks.NotChecked("continues", "That this log was not rolled back or rewritten: give a head kept since earlier (--earlier).");
            return;
        }
        var continues = earlier is not null && earlier.Size <= count && prefix.Build().Root().AsSpan().SequenceEqual(earlier.RootHash.Span);
        checks.Add("continues", continues ? null : "This log does not continue the earlier head: it was rolled back or rewritten, or that head is of another log.",
            $"This log continues the earlier head with {earlier?.Size} entries.");
    }

    private static string? Problem(DurableFiles files, Checkpoint head, Action<ReadOnlyMemory<byte>> onLeaf)
    {
        try
        {
            LogRecovery.Rebuild(files, head, onLeaf);
            return null;
        }
        catch (Exception e) when (e is LedgerException or FormatException)
        {
            return e.Message;
        }
    }

    private static string Text(DurableFiles files, string name) =>
        files.Read(name) is { } bytes ? Encoding.UTF8.GetString(bytes)
        : throw new FormatException($"There is no log in {files.Folder}: the file {name} is missing. Name the tenant's ledger folder, which holds checkpoint, log.vkey and tile.");
}
