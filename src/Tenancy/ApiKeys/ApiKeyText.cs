using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>
/// The text of a key, 70 characters: <c>opl_</c>, the id (16), <c>_</c>, the secret (43), a checksum (6); all but the underscores are 0–9, A–Z, a–z.
/// The secret is drawn evenly from 62^43 texts, which is 256 bits. The checksum is the first four bytes of the SHA-256 of everything before it, as a
/// number of six digits in base 62: a scanner for leaked secrets knows a key (<c>opl_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}</c>) from what looks like one,
/// and a key that was copied badly is told from a wrong one, offline.
/// </summary>
sealed record ApiKeyText
{
    const string Prefix = "opl_", Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const int SecretLength = 43, ChecksumLength = 6, SecretStart = 4 + ApiKeyId.Length + 1, Length = SecretStart + SecretLength + ChecksumLength;

    static readonly SearchValues<char> _digits = SearchValues.Create(Digits);

    ApiKeyText(ApiKeyId id, string secret) => (Id, Secret) = (id, secret);

    public ApiKeyId Id { get; }

    string Secret { get; }

    public static ApiKeyText Create() => new(new(RandomNumberGenerator.GetString(Digits, ApiKeyId.Length)), RandomNumberGenerator.GetString(Digits, SecretLength));

    /// <summary>Null for anything that is no key or has a wrong checksum.</summary>
    public static ApiKeyText? Parse(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[SecretStart - 1] != '_' ||
            !ApiKeyId.TryParse(text[Prefix.Length..(SecretStart - 1)], out var id) || text.AsSpan(SecretStart).ContainsAnyExcept(_digits))
        {
            return null;
        }

        var key = new ApiKeyText(id, text.Substring(SecretStart, SecretLength));
        return string.Equals(key.Reveal(), text, StringComparison.Ordinal) ? key : null;
    }

    /// <summary>The whole text, which is shown once.</summary>
    public string Reveal()
    {
        var body = $"{Prefix}{Id}_{Secret}";
        return body + Checksum(body);
    }

    /// <summary>
    /// What is stored. One round of SHA-256 and no salt: slow hashes make guessing at what people choose expensive, and nobody can guess at 256 random bits.
    /// </summary>
    public byte[] SecretHash() => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    /// <summary>Attack: the record is logged whole, and the secret with it.</summary>
    public override string ToString() => $"API key {Id}";

    static string Checksum(string body)
    {
        var rest = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(body)));
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            (rest, var digit) = uint.DivRem(rest, (uint)Digits.Length);
            digits[i] = Digits[(int)digit];
        }

        return new(digits);
    }
}
