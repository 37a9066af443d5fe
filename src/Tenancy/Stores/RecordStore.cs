namespace OnPremLlm.Tenancy.Stores;

public sealed class RecordStore
{
    public Task<int> AppendAsync(TenantId tenant, RecordAddress address, IReadOnlyList<SealedObject> objects, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task ReplaceAsync(TenantId tenant, RecordAddress address, SealedObject content, CancellationToken cancellationToken) => throw new NotImplementedException();
    public IAsyncEnumerable<SealedObject> ReadAsync(TenantId tenant, RecordAddress address, long afterSequence, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<long?> LastSequenceAsync(TenantId tenant, RecordAddress address, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<int> RemoveAsync(TenantId tenant, EncounterId encounter, RecordCategory category, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyDictionary<RecordCategory, int>> CountAsync(TenantId tenant, EncounterId encounter, CancellationToken cancellationToken) => throw new NotImplementedException();
}
