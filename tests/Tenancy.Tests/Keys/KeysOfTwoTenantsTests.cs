using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.Tests.Keys;

public sealed class KeysOfTwoTenantsTests : IAsyncLifetime
{
    readonly TenantId _blue = new(Guid.NewGuid());
    KeystoreFolder _folder = null!; // set by InitializeAsync, which xunit awaits before each test
    Keystore _keystore = null!;

    TenantId Red => _folder.Tenant;

    public async Task InitializeAsync()
    {
        _folder = await KeystoreFolder.CreateAsync();
        _keystore = _folder.Open();
        await _keystore.CreateTenantAsync(_blue, default);
    }

    public Task DisposeAsync()
    {
        _keystore.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_same_encounter_id_has_another_key_in_each_tenant_and_destroying_one_leaves_the_other()
    {
        var audio = new RecordKeyId(await _folder.CreateVisitAsync(_keystore, RecordCategory.Audio), RecordCategory.Audio);
        Assert.False(await _keystore.ExistsAsync(_blue, audio, default));
        await _keystore.CreateRecordKeysAsync(_blue, audio.Encounter, [RecordCategory.Audio], default);
        var blueKey = await _keystore.UseAsync(_blue, audio, 0, (key, _) => key.ToArray(), default);
        Assert.NotEqual(await _folder.KeyBytesAsync(_keystore, audio), blueKey);

        await _keystore.DestroyAsync(_blue, [audio], default);

        Assert.False(await _keystore.ExistsAsync(_blue, audio, default));
        Assert.Null(await _keystore.FindDestroyedAsync(Red, audio, default));
        Assert.True(await _keystore.ExistsAsync(Red, audio, default));
    }

    [Fact]
    public async Task Creating_keys_again_keeps_them()
    {
        var visit = await _folder.CreateVisitAsync(_keystore, RecordCategory.Audio);
        var before = await _folder.KeyBytesAsync(_keystore, new(visit, RecordCategory.Audio));

        await _keystore.CreateRecordKeysAsync(Red, visit, [RecordCategory.Audio, RecordCategory.Note], default);

        Assert.Equal(before, await _folder.KeyBytesAsync(_keystore, new(visit, RecordCategory.Audio)));
        Assert.NotEqual(before, await _folder.KeyBytesAsync(_keystore, new(visit, RecordCategory.Note)));
    }

    [Fact]
    public async Task A_secret_is_the_same_each_time_and_differs_by_tenant_and_purpose()
    {
        var secret = await _keystore.GetTenantSecretAsync(Red, "ledger-signing", default);

        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, await _keystore.GetTenantSecretAsync(Red, "ledger-signing", default));
        Assert.NotEqual(secret, await _keystore.GetTenantSecretAsync(_blue, "ledger-signing", default));
        Assert.NotEqual(secret, await _keystore.GetTenantSecretAsync(Red, "other", default));
        await Assert.ThrowsAsync<ArgumentException>(() => _keystore.GetTenantSecretAsync(Red, "../tenant.key", default));
    }

    [Fact]
    public async Task Files_of_one_tenant_are_refused_in_the_place_of_the_others()
    {
        await _keystore.GetTenantSecretAsync(Red, "p", default);
        await _keystore.GetTenantSecretAsync(_blue, "p", default);
        var tenants = Path.Combine(_folder.Options.Folder, "tenants");

        File.Copy(Path.Combine(tenants, Red.ToString(), "secrets", "p"), Path.Combine(tenants, _blue.ToString(), "secrets", "p"), overwrite: true);
        await Assert.ThrowsAsync<KeystoreException>(() => _keystore.GetTenantSecretAsync(_blue, "p", default));

        _keystore.Dispose();
        File.Copy(Path.Combine(tenants, Red.ToString(), "tenant.key"), Path.Combine(tenants, _blue.ToString(), "tenant.key"), overwrite: true);
        _keystore = _folder.Open();
        await Assert.ThrowsAsync<KeystoreException>(() => _keystore.GetTenantSecretAsync(_blue, "p", default));
        Assert.Equal(32, (await _keystore.GetTenantSecretAsync(Red, "p", default)).Length);
    }

    [Fact]
    public async Task An_unknown_tenant_has_no_keys()
    {
        var unknown = new TenantId(Guid.NewGuid());

        await Assert.ThrowsAsync<KeystoreException>(() => _keystore.CreateRecordKeysAsync(unknown, EncounterId.Create(TimeProvider.System), [RecordCategory.Audio], default));
    }

    [Fact]
    public async Task Two_processes_cannot_work_on_the_same_keys()
    {
        await _folder.CreateVisitAsync(_keystore);
        using var second = _folder.Open();

        var refusal = await Assert.ThrowsAsync<KeystoreException>(() => _folder.CreateVisitAsync(second));
        Assert.Contains("in use by another process", refusal.Message);
    }

    [Fact]
    public async Task More_days_than_stay_in_memory_are_all_readable()
    {
        var visits = new List<EncounterId>();
        for (var day = 0; day < TenantKeys.MaxLoadedShards + 3; day++)
        {
            var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z").AddDays(day));
            visits.Add(EncounterId.Create(clock));
            await _keystore.CreateRecordKeysAsync(Red, visits[^1], [RecordCategory.Audio], default);
        }

        foreach (var visit in visits)
        {
            Assert.True(await _keystore.ExistsAsync(Red, new(visit, RecordCategory.Audio), default));
        }
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Every_file_and_folder_is_reachable_by_its_owner_only()
    {
        await _folder.CreateVisitAsync(_keystore);
        await _keystore.GetTenantSecretAsync(Red, "p", default);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

        var all = System.IO.Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories);

        Assert.All(all, path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others));
        Assert.True(all.Length > 12);
    }
}
