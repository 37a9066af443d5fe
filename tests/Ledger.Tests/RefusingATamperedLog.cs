namespace OnPremLlm.Ledger.Tests;

public sealed class RefusingATamperedLog : IAsyncLifetime, IDisposable
{
    private readonly LogFolder _folder = new();

    public async Task InitializeAsync()
    {
        await using var log = await _folder.OpenAsync();
        await log.AppendAsync(LogFolder.Entries(0, 299), CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files => ["checkpoint", "log.vkey", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_changed_byte_is_found(string file)
    {
        var path = _folder.File(file);
        var original = await File.ReadAllBytesAsync(path);
        foreach (var at in new[] { 0, original.Length / 2, original.Length - 1 })
        {
            byte[] changed = [.. original];
            changed[at] ^= 0x10;
            await File.WriteAllBytesAsync(path, changed);
            await RefusedAsync();
        }
        await File.WriteAllBytesAsync(path, original);
        await OpensAsync(300);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_cut_file_is_found(string file)
    {
        var path = _folder.File(file);
        var original = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, original[..^1]);
        await RefusedAsync();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_missing_file_is_found(string file)
    {
        File.Delete(_folder.File(file));
        if (file == "log.vkey")
        {
            await OpensAsync(300); // public and derived from the signing key: written anew
        }
        else
        {
            await RefusedAsync();
        }
    }

    [Fact]
    public async Task Another_key_or_another_origin_is_refused()
    {
        await Assert.ThrowsAsync<LedgerException>(() => TransparencyLog.OpenAsync(_folder.Path, LogFolder.Origin, new byte[32], _folder.Clock, CancellationToken.None));
        await Assert.ThrowsAsync<LedgerException>(() => TransparencyLog.OpenAsync(_folder.Path, "hospital.example/ledger/clinic-b", _folder.Seed, _folder.Clock, CancellationToken.None));
    }

    [Fact]
    public async Task A_log_that_was_rolled_back_whole_opens_and_does_not_continue_the_head_kept_elsewhere()
    {
        using var copy = new LogFolder();
        string kept;
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var target = copy.File(Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        await using (var log = await _folder.OpenAsync())
        {
            var before = log.Head.Note;
            await log.AppendAsync(LogFolder.Entry(1), CancellationToken.None);
            kept = log.Head.Note;
            Assert.True(await log.ContinuesAsync(before, CancellationToken.None));
            Assert.True(await log.ContinuesAsync(kept, CancellationToken.None));
        }

        await using var restored = await TransparencyLog.OpenAsync(copy.Path, LogFolder.Origin, _folder.Seed, _folder.Clock, CancellationToken.None);
        Assert.False(await restored.ContinuesAsync(kept, CancellationToken.None));
        await restored.AppendAsync(LogFolder.Entry(2), CancellationToken.None);
        Assert.False(await restored.ContinuesAsync(kept, CancellationToken.None));
    }

    private async Task RefusedAsync()
    {
        var error = await Assert.ThrowsAsync<LedgerException>(_folder.OpenAsync);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    private async Task OpensAsync(long size)
    {
        await using var log = await _folder.OpenAsync();
        Assert.Equal(size, log.Head.Size);
    }
}
