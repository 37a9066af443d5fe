namespace OnPremLlm.Tenancy.Keys;

/// <summary>Where one tenant's key files lie: <paramref name="Root"/> in the keystore, <paramref name="Seals"/> on the root key's storage.</summary>
sealed record TenantFolders(string Root, string Seals)
{
    public string TenantKey => Path.Combine(Root, "tenant.key");

    public string Lock => Path.Combine(Root, "lock");

    public string Shards => Path.Combine(Root, "shards");

    public string Secret(string purpose) => Path.Combine(Root, "secrets", purpose);

    public void Create()
    {
        foreach (var folder in (string[])[Root, Shards, Path.Combine(Root, "secrets"), Seals])
        {
            DurableFiles.CreateFolder(folder);
        }
    }
}
