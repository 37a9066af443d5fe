using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.Tests.Keys;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RootKeyTests : IAsyncLifetime
{
    KeystoreFolder _folder = null!; // set by InitializeAsync, which xunit awaits before each test

    string RootKeyFile => _folder.Options.RootKeyFile;

    public async Task InitializeAsync() => _folder = await KeystoreFolder.CreateAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Is_never_overwritten()
    {
        var before = await File.ReadAllBytesAsync(RootKeyFile);

        await Assert.ThrowsAsync<RootKeyException>(() => Keystore.CreateRootAsync(RootKeyFile, default));

        Assert.Equal(before, await File.ReadAllBytesAsync(RootKeyFile));
    }

    [Fact]
    public void Is_reachable_by_its_owner_only()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RootKeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(RootKeyFile)!));
    }

    [Fact]
    public async Task Of_another_keystore_is_recognised_at_once()
    {
        File.Delete(RootKeyFile);
        await Keystore.CreateRootAsync(RootKeyFile, default);

        var refusal = Assert.Throws<RootKeyException>(_folder.Open);
        Assert.Contains("Restore the root key of this keystore", refusal.Message);
    }

    [Fact]
    public void Missing_is_told_with_the_command_that_makes_one()
    {
        File.Delete(RootKeyFile);

        Assert.Contains("onpremllm setup", Assert.Throws<RootKeyException>(_folder.Open).Message);
    }

    [Fact]
    public async Task Cut_short_or_altered_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(RootKeyFile);

        await File.WriteAllBytesAsync(RootKeyFile, whole[..^1]);
        Assert.Contains("has 68 bytes where a root key file has 69", Assert.Throws<RootKeyException>(_folder.Open).Message);

        whole[30] ^= 1;
        await File.WriteAllBytesAsync(RootKeyFile, whole);
        Assert.Contains("damaged", Assert.Throws<RootKeyException>(_folder.Open).Message);
    }

    [Fact]
    public void Readable_by_others_is_refused_with_the_chmod_line()
    {
        File.SetUnixFileMode(RootKeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains($"chmod 600 {RootKeyFile}", Assert.Throws<RootKeyException>(_folder.Open).Message);
    }

    [Fact]
    public void Without_the_keystores_note_of_its_id_is_refused_where_tenants_exist()
    {
        File.Delete(Path.Combine(_folder.Options.Folder, "root-key-id"));

        Assert.Throws<RootKeyException>(_folder.Open);
    }
}
