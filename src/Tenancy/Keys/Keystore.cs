namespace OnPremLlm.Tenancy.Keys;

public sealed class Keystore(KeystoreOptions options) : IDisposable
{
    public static Task CreateRootAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task ResumeAsync(CancellationToken cancellationToken) => throw new NotImplementedException(options.Folder);
    public Task CreateTenantAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task CreateRecordKeysAsync(TenantId tenant, EncounterId encounter, IReadOnlyList<RecordCategory> categories, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<bool> ExistsAsync(TenantId tenant, RecordKeyId record, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<DestroyedKey?> FindDestroyedAsync(TenantId tenant, RecordKeyId record, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<DestructionReport> DestroyAsync(TenantId tenant, IReadOnlyList<RecordKeyId> records, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<byte[]> GetTenantSecretAsync(TenantId tenant, string purpose, CancellationToken cancellationToken) => throw new NotImplementedException();
    public void Dispose() { }
}
