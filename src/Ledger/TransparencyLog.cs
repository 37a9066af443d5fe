using System.Runtime.CompilerServices;
using System.Text;
using OnPremLlm.Ledger.Notes;
using OnPremLlm.Ledger.Storage;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger;

/// <summary>
/// One tenant's append-only log: an RFC 6962 Merkle tree in the C2SP tlog-tiles layout under signed heads. All members may be called from any thread;
/// appends that arrive together share one write and one signature. One writer per folder, on Linux, on a local file system.
/// </summary>
public sealed class TransparencyLog : IAsyncDisposable
{
    private readonly DurableFiles _files;
    private readonly NoteSigner _signer;
    private readonly IDisposable _lock;
    private readonly GroupCommit _commits;

    private TransparencyLog(DurableFiles files, NoteSigner signer, IDisposable @lock, LogState state)
    {
        (_files, _signer, _lock) = (files, signer, @lock);
        _commits = new GroupCommit(new LogWriter(files, signer), state);
    }

    /// <summary>The newest signed head. Every append that has returned is under it.</summary>
    public Checkpoint Head => _commits.State.Head;

    /// <summary>The public key as a signed-note vkey (also in the file log.vkey); hand it to auditors by another way than the log itself.</summary>
    public string VerifierKey => _signer.Key.ToString();

    /// <summary>
    /// Opens the log in a folder, or creates it with a first <see cref="LedgerEntryType.LogOpened"/> entry. Recomputes the whole tree and compares it with the signed head
    /// (about 1 µs an entry), so a log that was altered is refused with a <see cref="LedgerException"/>, as are another key, another origin and a second writer.
    /// </summary>
    /// <param name="folder">The tenant's ledger folder; created where absent.</param>
    /// <param name="origin">The log's name and key name: no spaces, no plus sign, unique to the tenant, e.g. <c>hospital.example/ledger/7f3c…</c>.</param>
    /// <param name="signingSeed">The 32-byte Ed25519 seed; copied into guarded memory, so the caller may clear its own.</param>
    /// <param name="clock">Dates the first entry.</param>
    /// <param name="ct">Ends the wait for the check; the folder is then not opened.</param>
    public static Task<TransparencyLog> OpenAsync(string folder, string origin, ReadOnlyMemory<byte> signingSeed, TimeProvider clock, CancellationToken ct) =>
        OpenAsync(new PhysicalDisk(), folder, origin, signingSeed, clock, ct);

    internal static Task<TransparencyLog> OpenAsync(IDisk disk, string folder, string origin, ReadOnlyMemory<byte> signingSeed, TimeProvider clock, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(clock);
        var signer = new NoteSigner(origin, signingSeed.Span);
        return Task.Run(() => Open(new DurableFiles(disk, Path.GetFullPath(folder)), signer, clock, ct), ct);
    }

    /// <summary>Appends one entry; returns its index once it is durable and under a signed head. A cancelled wait does not take the entry back.</summary>
    public async Task<long> AppendAsync(LedgerEntry entry, CancellationToken ct) => (await AppendAsync([entry], ct))[0];

    /// <summary>Appends entries in order, next to each other and under one head: all of them or, after an error, none. An empty list is refused.</summary>
    public async Task<long[]> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count);
        ct.ThrowIfCancellationRequested();
        var leaves = entries.Select(LedgerEntryFormat.Encode).ToArray();
        var first = await _commits.AppendAsync(leaves).WaitAsync(ct);
        return [.. Enumerable.Range(0, leaves.Length).Select(i => first + i)];
    }

    /// <summary>The proof that an entry is under <see cref="Head"/>. Throws <see cref="ArgumentOutOfRangeException"/> for an index that the head does not cover.</summary>
    public async Task<InclusionProof> ProveAsync(long index, CancellationToken ct) => (await ProveAsync([index], ct)).Proofs[0];

    /// <summary>Proofs of several entries, all under the one head that is returned with them.</summary>
    public Task<(Checkpoint Head, IReadOnlyList<InclusionProof> Proofs)> ProveAsync(IReadOnlyList<long> indexes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        var state = _commits.State;
        if (indexes.Any(index => index < 0 || index >= state.Tree.Size))
        {
            throw new ArgumentOutOfRangeException(nameof(indexes), $"The log has {state.Tree.Size:N0} entries; an index from 0 to {state.Tree.Size - 1:N0} is allowed.");
        }
        return Task.Run<(Checkpoint, IReadOnlyList<InclusionProof>)>(() =>
        {
            var reader = Reader(state);
            return (state.Head, [.. indexes.Select(reader.Prove)]);
        }, ct);
    }

    /// <summary>
    /// Whether this log continues the one that signed an earlier head: false where the head is longer than this log, has another root at its size, or is not signed by this log's key.
    /// Compare the head kept off the machine before serving a tenant: a restored snapshot fails here.
    /// </summary>
    public Task<bool> ContinuesAsync(string earlierHeadNote, CancellationToken ct)
    {
        var state = _commits.State;
        return Task.Run(() => Checkpoint.TryVerify(earlierHeadNote, VerifierKey) is { } earlier
            && earlier.Size <= state.Tree.Size
            && Reader(state).RootAt(earlier.Size).AsSpan().SequenceEqual(earlier.RootHash.Span), ct);
    }

    /// <summary>The entries from an index up to the head at the time of the call, in order.</summary>
    public async IAsyncEnumerable<(long Index, LedgerEntry Entry)> ReadAsync(long from, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (index, leaf) in ReadLeavesAsync(_commits.State, from, ct))
        {
            yield return (index, LedgerEntryFormat.Decode(leaf));
        }
    }

    /// <summary>Waits for the appends under way and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        _lock.Dispose();
        _signer.Dispose();
    }

    internal LogState State => _commits.State;

    internal TreeReader Reader(LogState state) =>
        new(state.Tree, (level, index) => _files.ReadTile(level, index, TilePath.Width) ?? throw LogRecovery.Altered(_files, $"{TilePath.Tile(level, index, TilePath.Width)} is missing or cut"));

    internal async IAsyncEnumerable<(long Index, ReadOnlyMemory<byte> Leaf)> ReadLeavesAsync(LogState state, long from, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        for (var bundle = from / TilePath.Width; bundle * TilePath.Width < state.Tree.Size; bundle++)
        {
            ct.ThrowIfCancellationRequested();
            var first = bundle * TilePath.Width;
            var width = (int)Math.Min(TilePath.Width, state.Tree.Size - first);
            var leaves = width < TilePath.Width ? EntryBundle.Read(state.PartialBundle, width) : await Task.Run(() => LogRecovery.ReadBundle(_files, first / TilePath.Width, width), ct);
            for (var i = (int)Math.Max(0, from - first); i < width; i++)
            {
                yield return (first + i, leaves[i]);
            }
        }
    }

    private static TransparencyLog Open(DurableFiles files, NoteSigner signer, TimeProvider clock, CancellationToken ct)
    {
        IDisposable? held = null;
        try
        {
            held = files.TakeLock();
            RequireSameKey(files, signer);
            var head = LogRecovery.ReadHead(files, signer.Key.ToString());
            var state = head is null ? Create(files, signer, clock) : Recover(files, head, ct);
            return new TransparencyLog(files, signer, held, state);
        }
        catch
        {
            held?.Dispose();
            signer.Dispose();
            throw;
        }
    }

    private static void RequireSameKey(DurableFiles files, NoteSigner signer)
    {
        var key = signer.Key.ToString();
        if (files.Read(DurableFiles.VerifierKey) is not { } stored)
        {
            files.Write(DurableFiles.VerifierKey, Encoding.UTF8.GetBytes(key + "\n"));
        }
        else if (Encoding.UTF8.GetString(stored) != key + "\n")
        {
            throw new LedgerException($"The ledger in {files.Folder} belongs to another key or origin (file log.vkey). Open it with the tenant's own signing key and origin; a log is never continued under another key.");
        }
    }

    private static LogState Create(DurableFiles files, NoteSigner signer, TimeProvider clock) =>
        new LogWriter(files, signer).Append(null, [LedgerEntryFormat.Encode(new LedgerEntry { Type = LedgerEntryType.LogOpened, Time = clock.GetUtcNow() })]);

    private static LogState Recover(DurableFiles files, Checkpoint head, CancellationToken ct)
    {
        var (tree, bundle) = LogRecovery.Rebuild(files, head, _ => ct.ThrowIfCancellationRequested());
        return new LogState(tree, bundle, head);
    }
}
