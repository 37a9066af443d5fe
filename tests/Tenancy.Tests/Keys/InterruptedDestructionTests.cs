using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.Tests.Keys;

/// <summary>The process is stopped after each step of a destruction; opening again always comes to the same end.</summary>
public sealed class InterruptedDestructionTests : IAsyncLifetime
{
    KeystoreFolder _folder = null!; // set by InitializeAsync, which xunit awaits before each test
    EncounterId _visit;
    byte[] _keptKey = [];

    RecordKeyId Audio => new(_visit, RecordCategory.Audio);
    RecordKeyId Note => new(_visit, RecordCategory.Note);

    public static TheoryData<string> Steps => [.. Enum.GetNames<DestructionStep>()];

    public async Task InitializeAsync()
    {
        _folder = await KeystoreFolder.CreateAsync();
        using var keystore = _folder.Open();
        _visit = await _folder.CreateVisitAsync(keystore);
        _keptKey = await _folder.KeyBytesAsync(keystore, Note);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Is_carried_to_its_end_when_the_shard_is_opened_next(string step)
    {
        await KillAfterAsync(Enum.Parse<DestructionStep>(step));

        using var keystore = _folder.Open();

        await AssertEndAsync(keystore);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Is_carried_to_its_end_at_start_without_anyone_asking_for_the_shard(string step)
    {
        await KillAfterAsync(Enum.Parse<DestructionStep>(step));

        using (var keystore = _folder.Open())
        {
            await keystore.ResumeAsync(default);
        }

        Assert.Single(System.IO.Directory.GetFiles(_folder.SealFolder));
        Assert.EndsWith(".shard", Assert.Single(System.IO.Directory.GetFiles(_folder.ShardFolder)));
        using var again = _folder.Open();
        await AssertEndAsync(again);
    }

    [Fact]
    public async Task Interrupted_at_every_step_in_turn_still_ends()
    {
        foreach (var step in Enum.GetValues<DestructionStep>())
        {
            await KillAfterAsync(step);
        }

        using var keystore = _folder.Open();
        await AssertEndAsync(keystore);
    }

    [Fact]
    public async Task Half_written_files_of_a_crash_are_no_obstacle()
    {
        var stem = _visit.Day.ToString("yyyy-MM-dd");
        await File.WriteAllBytesAsync(Path.Combine(_folder.ShardFolder, stem + ".shard.new"), [1, 2, 3]);
        await File.WriteAllBytesAsync(Path.Combine(_folder.ShardFolder, stem + ".intent.new"), [1]);
        await File.WriteAllBytesAsync(Path.Combine(_folder.SealFolder, $"{stem}.{Guid.NewGuid():N}.seal.new"), [1]);

        using var keystore = _folder.Open();

        Assert.Equal(_keptKey, await _folder.KeyBytesAsync(keystore, Note));
        Assert.Single(System.IO.Directory.GetFiles(_folder.SealFolder));
        Assert.Single(System.IO.Directory.GetFiles(_folder.ShardFolder));
    }

    [Fact]
    public async Task A_lost_shard_is_told_and_its_seal_key_kept_for_the_restored_one()
    {
        var shard = System.IO.Directory.GetFiles(_folder.ShardFolder).Single();
        var backup = await File.ReadAllBytesAsync(shard);
        File.Delete(shard);

        using (var keystore = _folder.Open())
        {
            var refusal = await Assert.ThrowsAsync<KeystoreException>(() => _folder.CreateVisitAsync(keystore));
            Assert.Contains("Restore the shard", refusal.Message);
        }

        await File.WriteAllBytesAsync(shard, backup);
        using var again = _folder.Open();
        Assert.Equal(_keptKey, await _folder.KeyBytesAsync(again, Note));
    }

    [Fact]
    public async Task A_crash_while_the_first_keys_of_a_day_were_made_loses_neither_them_nor_the_day()
    {
        var (shard, seal) = (System.IO.Directory.GetFiles(_folder.ShardFolder).Single(), System.IO.Directory.GetFiles(_folder.SealFolder).Single());

        File.Move(seal, seal + ".new"); // after the shard, before its seal key had its name
        using (var keystore = _folder.Open())
        {
            Assert.Equal(_keptKey, await _folder.KeyBytesAsync(keystore, Note));
        }

        File.Move(seal, seal + ".new"); // after the seal key, before the shard
        File.Delete(shard);
        using var again = _folder.Open();
        var visit = await _folder.CreateVisitAsync(again, RecordCategory.Note);
        Assert.True(await again.ExistsAsync(_folder.Tenant, new(visit, RecordCategory.Note), default));
    }

    // Once the first attempt wrote its intent, opening the keystore ends it before the next attempt; then there is nothing left to be killed in.
    async Task KillAfterAsync(DestructionStep step)
    {
        using var keystore = _folder.OpenKilledAfter(step);
        var outcome = await Record.ExceptionAsync(() => keystore.DestroyAsync(_folder.Tenant, [Audio], default));
        Assert.True(outcome is null or KeystoreFolder.KilledException, $"{step}: {outcome}");
    }

    async Task AssertEndAsync(Keystore keystore)
    {
        Assert.False(await keystore.ExistsAsync(_folder.Tenant, Audio, default));
        Assert.NotNull(await keystore.FindDestroyedAsync(_folder.Tenant, Audio, default));
        Assert.Equal(_keptKey, await _folder.KeyBytesAsync(keystore, Note));
        Assert.Single(System.IO.Directory.GetFiles(_folder.SealFolder));
        Assert.EndsWith(".shard", Assert.Single(System.IO.Directory.GetFiles(_folder.ShardFolder)));
    }
}
