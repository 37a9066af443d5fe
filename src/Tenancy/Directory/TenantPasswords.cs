using System.Security.Cryptography;
using System.Text;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Directory;

/// <summary>Seals the passwords of the tenants' application roles under a secret of each tenant, for the control database to keep.</summary>
sealed class TenantPasswords(Keystore keystore)
{
    const string Purpose = "database-password";

    public async Task<byte[]> SealAsync(TenantId tenant, string password, CancellationToken cancellationToken)
    {
        var key = await keystore.GetTenantSecretAsync(tenant, Purpose, cancellationToken);
        try
        {
            return ChunkedCipher.Seal(key, SealingContext.DatabasePassword(tenant), Encoding.ASCII.GetBytes(password));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public async Task<string> OpenAsync(TenantId tenant, byte[] sealedPassword, CancellationToken cancellationToken)
    {
        var key = await keystore.GetTenantSecretAsync(tenant, Purpose, cancellationToken);
        try
        {
            return Encoding.ASCII.GetString(ChunkedCipher.Open(key, SealingContext.DatabasePassword(tenant), sealedPassword));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
