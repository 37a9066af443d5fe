using System.Text;

namespace OnPremLlm.Ledger.Tests;

public sealed class AppendingToALog : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_log_opens_with_an_entry_that_says_so()
    {
        await using var log = await _folder.OpenAsync();

        Assert.Equal(1, log.Head.Size);
        var first = await FirstAsync(log);
        Assert.Equal(LedgerEntryType.LogOpened, first.Type);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.Zero), first.Time);
    }

    [Fact]
    public async Task Entries_are_read_back_in_order_after_reopening()
    {
        long[] indexes;
        await using (var log = await _folder.OpenAsync())
        {
            indexes = await log.AppendAsync(LogFolder.Entries(0, 700), CancellationToken.None);
        }
        await using var again = await _folder.OpenAsync();
        var next = await again.AppendAsync(LogFolder.Entry(700), CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 700).Select(i => (long)i), indexes);
        Assert.Equal(701, next);
        var read = new List<string?>();
        await foreach (var (index, entry) in again.ReadAsync(1, CancellationToken.None))
        {
            Assert.Equal(read.Count + 1, index);
            read.Add(entry.Commitment);
        }
        Assert.Equal(LogFolder.Entries(0, 701).Select(e => e.Commitment), read);
    }

    [Fact]
    public async Task The_head_is_the_RFC_6962_root_of_the_leaves_signed_by_the_logs_key()
    {
        await using var log = await _folder.OpenAsync();
        foreach (var count in new[] { 1, 2, 252, 1, 255, 2 })
        {
            await log.AppendAsync(LogFolder.Entries(0, count), CancellationToken.None);

            Assert.Equal(NaiveMerkleTree.Root(await LeavesAsync(log)), log.Head.RootHash.ToArray());
            Assert.Equal(log.Head.Note, Checkpoint.TryVerify(await File.ReadAllTextAsync(_folder.File("checkpoint")), log.VerifierKey)?.Note);
        }
    }

    [Fact]
    public async Task Files_are_laid_out_as_tlog_tiles_and_superseded_partial_tiles_are_gone()
    {
        await using var log = await _folder.OpenAsync();
        await log.AppendAsync(LogFolder.Entry(0), CancellationToken.None);
        await log.AppendAsync(LogFolder.Entries(1, 258), CancellationToken.None);

        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Path, f)).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["checkpoint", "lock", "log.vkey", "tile/0/000", "tile/0/001.p/4", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/4"], files);
        Assert.Equal(256 * 32, new FileInfo(_folder.File("tile/0/000")).Length);
    }

    [Fact]
    public async Task Concurrent_appends_each_get_their_own_index_and_share_heads()
    {
        await using var log = await _folder.OpenAsync();
        var indexes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => log.AppendAsync(LogFolder.Entry(i), CancellationToken.None))));

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), indexes.Order());
        for (var i = 0; i < indexes.Length; i++)
        {
            await foreach (var (_, entry) in log.ReadAsync(indexes[i], CancellationToken.None))
            {
                Assert.Equal(LogFolder.Entry(i).Commitment, entry.Commitment);
                break;
            }
        }
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_is_gone()
    {
        var first = await _folder.OpenAsync();
        var refused = await Assert.ThrowsAsync<LedgerException>(_folder.OpenAsync);
        await first.DisposeAsync();
        await using var second = await _folder.OpenAsync();

        Assert.Contains("already open", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, second.Head.Size);
    }

    [Fact]
    public async Task A_cancelled_append_that_had_not_begun_writes_nothing()
    {
        await using var log = await _folder.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.AppendAsync(LogFolder.Entry(0), new CancellationToken(canceled: true)));
        Assert.Equal(1, log.Head.Size);
    }

    [Fact]
    public async Task An_append_after_closing_is_refused()
    {
        var log = await _folder.OpenAsync();
        await log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync(LogFolder.Entry(0), CancellationToken.None));
    }

    private static async Task<LedgerEntry> FirstAsync(TransparencyLog log)
    {
        await foreach (var (_, entry) in log.ReadAsync(0, CancellationToken.None))
        {
            return entry;
        }
        throw new InvalidOperationException("The log is empty.");
    }

    private static async Task<List<byte[]>> LeavesAsync(TransparencyLog log)
    {
        var leaves = new List<byte[]>();
        await foreach (var (_, entry) in log.ReadAsync(0, CancellationToken.None))
        {
            leaves.Add(Encoding.UTF8.GetBytes(entry.Type == LedgerEntryType.LogOpened
                ? $$"""{"v":1,"type":"log-opened","time":"2026-11-22T09:30Z"}"""
                : $$"""{"v":1,"type":"audit-committed","time":"2026-11-22T09:30Z","commitment":"{{entry.Commitment}}"}"""));
        }
        return leaves;
    }
}
