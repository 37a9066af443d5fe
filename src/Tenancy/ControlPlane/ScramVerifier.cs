using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>
/// Passwords of the product's database roles: made here at random, told to the server only as their SCRAM-SHA-256 verifier (RFC 5803, RFC 7677),
/// which PostgreSQL accepts in place of a password.
/// </summary>
static class ScramVerifier
{
    const int Iterations = 4096, SaltSize = 16;

    /// <summary>43 characters of base64url: 256 random bits. A connection string needs text, so this secret alone is a string.</summary>
    public static string NewPassword() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
