using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>
/// Keys by which programs work for a tenant. They are behind row-level security: each method names the tenant, or the one presented key, to the
/// database first. Nothing is kept in memory, so a revocation counts from the next request on. Scoped: not thread-safe.
/// </summary>
public sealed class ApiKeys(ControlDbContext control, TimeProvider clock)
{
    /// <summary>Longest name, in characters.</summary>
    public const int LongestName = 100;

    // Compared against when there is no such key. Attack: whoever measures how long the refusal takes learns which ids exist.
    static readonly ApiKeyText _decoy = ApiKeyText.Create();
    static readonly byte[] _decoyHash = _decoy.SecretHash();

    /// <summary>Makes a key and returns its text, which cannot be read again. Throws <see cref="ApiKeyRefusedException"/> for a name or scopes against the rules.</summary>
    public async Task<CreatedApiKey> CreateAsync(TenantId tenant, NewApiKey key, CancellationToken cancellationToken)
    {
        Check(key);
        var text = ApiKeyText.Create();
        var now = clock.GetUtcNow();
        var row = new ApiKeyRow
        {
            Id = text.Id.Value,
            TenantId = tenant.Value,
            Name = key.Name.Trim(),
            Scopes = key.Scopes,
            SecretHash = text.SecretHash(),
            CreatedAt = now,
            CreatedBy = key.CreatedBy?.Value,
            ExpiresAt = key.Lifetime.EndAfter(now),
        };
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(tenant, cancellationToken);
        control.Add(row);
        await control.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(text.Reveal(), row.ToApiKey());
    }

    /// <summary>The tenant's keys in every state, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(tenant, cancellationToken);
        var rows = await control.ApiKeys.AsNoTracking().Where(row => row.TenantId == tenant.Value)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToApiKey())];
    }

    /// <summary>False when the tenant has no such key, be it another's or nobody's. Doing it twice changes nothing: the first time stands.</summary>
    public async Task<bool> RevokeAsync(TenantId tenant, ApiKeyId key, CancellationToken cancellationToken)
    {
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(tenant, cancellationToken);
        var now = clock.GetUtcNow();
        var found = await Row(tenant, key).ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, row => row.RevokedAt ?? now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found > 0;
    }

    /// <summary>Whether text has the form of a key, checksum included, which anybody can tell: false opens nothing, true says nothing more.</summary>
    public static bool IsWellFormed(string? text) => ApiKeyText.Parse(text) is not null;

    /// <summary>
    /// Whose key this is, and notes the day of use. Null for text that is no key, an unknown, wrong, expired or revoked key, and a tenant that is
    /// suspended or not provisioned: all alike, and with the same work.
    /// </summary>
    public async Task<ApiKeyIdentity?> FindAsync(string? presented, CancellationToken cancellationToken)
    {
        var parsed = ApiKeyText.Parse(presented);
        var text = parsed ?? _decoy;
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameKeyAsync(text.Id, cancellationToken);
        var row = await control.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == text.Id.Value
            && control.Tenants.Any(tenant => tenant.Id == row.TenantId && tenant.ProvisionedAt != null && tenant.State == TenantState.Active), cancellationToken);
        // Attack: the time of a comparison that stops at the first difference tells a guesser how much is right.
        var matches = CryptographicOperations.FixedTimeEquals(text.SecretHash(), row?.SecretHash ?? _decoyHash);
        if (!matches || parsed is null || row is null || row.ToApiKey().StateAt(clock.GetUtcNow()) is not ApiKeyState.Active)
        {
            return null;
        }

        await NoteUseAsync(row, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(new(row.TenantId), new(row.Id), row.Name, row.Scopes);
    }

    static void Check(NewApiKey key)
    {
        if (DisplayText.Problem(key.Name, LongestName) is { } problem)
        {
            throw new ApiKeyRefusedException($"The key's name {problem}");
        }

        if (key.Scopes is ApiKeyScopes.None || (key.Scopes & ~ApiKeyScopes.All) != 0)
        {
            throw new ApiKeyRefusedException("A key needs at least one scope, and only known ones: inference, embeddings, models.");
        }
    }

    // At most once a day, so that a busy key does not write a row per request.
    async Task NoteUseAsync(ApiKeyRow row, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (row.LastUsedOn is null || row.LastUsedOn < today)
        {
            var (tenant, key) = (new TenantId(row.TenantId), new ApiKeyId(row.Id));
            await NameTenantAsync(tenant, cancellationToken);
            await Row(tenant, key).ExecuteUpdateAsync(set => set.SetProperty(found => found.LastUsedOn, today), cancellationToken);
        }
    }

    IQueryable<ApiKeyRow> Row(TenantId tenant, ApiKeyId key) => control.ApiKeys.Where(row => row.TenantId == tenant.Value && row.Id == key.Value);

    // "true": for this transaction only, as in People.
    Task<int> NameTenantAsync(TenantId tenant, CancellationToken cancellationToken) =>
        control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.tenant', {tenant.ToString()}, true)", cancellationToken);

    Task<int> NameKeyAsync(ApiKeyId key, CancellationToken cancellationToken) =>
        control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.api_key', {key.Value}, true)", cancellationToken);
}
