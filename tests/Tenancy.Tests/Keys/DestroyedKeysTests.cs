using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Tests.Keys;

public sealed class DestroyedKeysTests : IAsyncLifetime
{
    KeystoreFolder _folder = null!; // set by InitializeAsync, which xunit awaits before each test

    public async Task InitializeAsync() => _folder = await KeystoreFolder.CreateAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Are_gone_and_the_others_of_the_shard_keep_working()
    {
        using var keystore = _folder.Open();
        var visit = await _folder.CreateVisitAsync(keystore);
        var other = await _folder.CreateVisitAsync(keystore);
        var kept = await _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Note));

        var report = await keystore.DestroyAsync(_folder.Tenant, [new(visit, RecordCategory.Audio), new(visit, RecordCategory.Transcript)], default);

        Assert.Equal([RecordCategory.Audio, RecordCategory.Transcript], report.Keys.Select(key => key.Record.Category));
        Assert.Equal(visit.Day, Assert.Single(report.Shards).Day);
        Assert.NotEqual(report.Shards[0].OldSealKeyId, report.Shards[0].NewSealKeyId);
        Assert.Empty(report.AlreadyAbsent);
        Assert.False(await keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Audio), default));
        Assert.True(await keystore.ExistsAsync(_folder.Tenant, new(other, RecordCategory.Audio), default));
        Assert.Equal(kept, await _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Note)));
        await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Audio)));
        Assert.Single(System.IO.Directory.GetFiles(_folder.SealFolder));
    }

    [Fact]
    public async Task Are_gone_after_the_keystore_was_opened_again()
    {
        var (visit, kept) = await DestroyAudioAsync();

        using var keystore = _folder.Open();

        Assert.False(await keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Audio), default));
        Assert.Equal(kept, await _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Note)));
    }

    [Fact]
    public async Task Asked_for_again_are_reported_as_absent_and_still_found_by_their_id()
    {
        using var keystore = _folder.Open();
        var visit = await _folder.CreateVisitAsync(keystore, RecordCategory.Audio);
        RecordKeyId audio = new(visit, RecordCategory.Audio), never = new(visit, RecordCategory.Chat);
        var first = await keystore.DestroyAsync(_folder.Tenant, [audio], default);

        var second = await keystore.DestroyAsync(_folder.Tenant, [audio, audio, never], default);

        Assert.Empty(second.Keys);
        Assert.Empty(second.Shards);
        Assert.Equal([audio, never], second.AlreadyAbsent);
        Assert.Equal(first.Keys[0], await keystore.FindDestroyedAsync(_folder.Tenant, audio, default));
        Assert.Null(await keystore.FindDestroyedAsync(_folder.Tenant, never, default));
    }

    [Fact]
    public async Task Are_never_made_again()
    {
        var (visit, _) = await DestroyAudioAsync();
        using var keystore = _folder.Open();

        await Assert.ThrowsAsync<RecordKeyDestroyedException>(
            () => keystore.CreateRecordKeysAsync(_folder.Tenant, visit, [RecordCategory.Audio], default));

        Assert.False(await keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Audio), default));
    }

    [Fact]
    public async Task Cannot_be_had_from_an_old_shard_put_back()
    {
        EncounterId visit;
        Dictionary<string, byte[]> old;
        using (var keystore = _folder.Open())
        {
            visit = await _folder.CreateVisitAsync(keystore);
            old = System.IO.Directory.GetFiles(_folder.ShardFolder).ToDictionary(path => path, File.ReadAllBytes);
            await keystore.DestroyAsync(_folder.Tenant, [new(visit, RecordCategory.Audio)], default);
        }

        var present = old.Keys.ToDictionary(path => path, File.ReadAllBytes);
        Write(old);
        using (var keystore = _folder.Open())
        {
            var refusal = await Assert.ThrowsAsync<KeystoreException>(() => keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Note), default));
            Assert.Contains("old copy", refusal.Message);
        }

        // Nothing was "repaired": with the present copy back, what was kept is there.
        Write(present);
        using var again = _folder.Open();
        Assert.True(await again.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Note), default));
    }

    [Fact]
    public async Task Leave_no_file_under_which_the_old_shard_opens()
    {
        using var keystore = _folder.Open();
        var visit = await _folder.CreateVisitAsync(keystore);
        var oldShard = await File.ReadAllBytesAsync(System.IO.Directory.GetFiles(_folder.ShardFolder).Single());
        await keystore.DestroyAsync(_folder.Tenant, [new(visit, RecordCategory.Audio)], default);

        // The attacker has the root key and every file of today, and yesterday's shard: only the seal key it was sealed under would open it.
        using var root = RootKey.Read(_folder.Options.RootKeyFile);
        using var tenantKey = root.Unwrap(SealingContext.TenantKey(_folder.Tenant), File.ReadAllBytes(Path.Combine(_folder.ShardFolder, "..", "tenant.key")));
        var header = "onpremllm shard 1\n".Length;
        var sealId = new Guid(oldShard.AsSpan(header, 16), bigEndian: true);
        var newSeal = System.IO.Directory.GetFiles(_folder.SealFolder).Single();
        var newSealId = Guid.ParseExact(Path.GetFileName(newSeal).Split('.')[1], "N");
        using var newSealKey = tenantKey.Unwrap(SealingContext.SealKey(_folder.Tenant, visit.Day, newSealId), File.ReadAllBytes(newSeal));

        Assert.NotEqual(sealId, newSealId);
        Assert.Throws<TamperedRecordException>(() =>
            ChunkedCipher.Open(newSealKey.Bytes, SealingContext.Shard(_folder.Tenant, visit.Day, sealId), oldShard.AsSpan(header + 16)));
        Assert.Throws<TamperedRecordException>(() => tenantKey.Unwrap(SealingContext.SealKey(_folder.Tenant, visit.Day, sealId), File.ReadAllBytes(newSeal)));
    }

    [Fact]
    public async Task Of_several_days_are_destroyed_shard_by_shard()
    {
        using var keystore = _folder.Open();
        var today = await _folder.CreateVisitAsync(keystore);
        var earlier = EncounterId.Create(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-01-02T03:04:05Z")));
        await keystore.CreateRecordKeysAsync(_folder.Tenant, earlier, [RecordCategory.Audio], default);

        var report = await keystore.DestroyAsync(_folder.Tenant, [new(today, RecordCategory.Audio), new(earlier, RecordCategory.Audio)], default);

        Assert.Equal(2, report.Keys.Count);
        Assert.Equal([today.Day, earlier.Day], report.Shards.Select(shard => shard.Day));
    }

    [Fact]
    public async Task Destroyed_and_created_at_the_same_time_end_as_asked()
    {
        using var keystore = _folder.Open();
        var doomed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _folder.CreateVisitAsync(keystore)));

        var born = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.CreateVisitAsync(keystore))));
        var reports = await Task.WhenAll(doomed.Chunk(4).Select(half => Task.Run(
            () => keystore.DestroyAsync(_folder.Tenant, [.. half.Select(visit => new RecordKeyId(visit, RecordCategory.Audio))], default))));

        Assert.All(reports, report => Assert.Equal(4, report.Keys.Count));
        foreach (var visit in doomed)
        {
            Assert.False(await keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Audio), default));
            Assert.True(await keystore.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Note), default));
        }

        foreach (var visit in await born)
        {
            Assert.Equal(32, (await _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Audio))).Length);
        }

        Assert.Single(System.IO.Directory.GetFiles(_folder.SealFolder));
    }

    async Task<(EncounterId Visit, byte[] KeptKey)> DestroyAudioAsync()
    {
        using var keystore = _folder.Open();
        var visit = await _folder.CreateVisitAsync(keystore);
        var kept = await _folder.KeyBytesAsync(keystore, new(visit, RecordCategory.Note));
        await keystore.DestroyAsync(_folder.Tenant, [new(visit, RecordCategory.Audio)], default);
        return (visit, kept);
    }

    static void Write(Dictionary<string, byte[]> files)
    {
        foreach (var (path, content) in files)
        {
            File.WriteAllBytes(path, content);
        }
    }
}
