using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace OnPremLlm.Ledger.Notes;

/// <summary>
/// An Ed25519 verifier key of the C2SP signed-note format, written <c>name+hash+key</c>: the key's name, its id as 8 hexadecimal digits, and base64 of the algorithm byte 0x01 and the 32-byte public key.
/// </summary>
internal sealed record VerifierKey
{
    public const byte Ed25519Type = 0x01;
    private const int EncodedKeySize = 33;

    private VerifierKey(string name, byte[] publicKey)
    {
        Name = name;
        PublicKey = publicKey;
        Id = KeyId(name, publicKey);
    }

    public string Name { get; }
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).</summary>
    public ReadOnlyMemory<byte> Id { get; }

    public static VerifierKey Create(string name, ReadOnlySpan<byte> publicKey) =>
        IsName(name) && publicKey.Length == EncodedKeySize - 1
            ? new VerifierKey(name, publicKey.ToArray())
            : throw new ArgumentException("A log's name must not be empty and must hold no space and no plus sign; its Ed25519 key has 32 bytes.", nameof(name));

    public static VerifierKey? TryParse(string text)
    {
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || StrictBase64.TryDecode(parts[2]) is not [Ed25519Type, .. var publicKey] || publicKey.Length != EncodedKeySize - 1)
        {
            return null;
        }
        var key = new VerifierKey(parts[0], publicKey);
        return key.ToString() == text ? key : null;
    }

    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, PublicKey.Span, KeyBlobFormat.RawPublicKey, out var key)
        && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);

    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(Id.Span)}+{Convert.ToBase64String([Ed25519Type, .. PublicKey.Span])}";

    private static bool IsName(string name) => name.Length is > 0 and <= 200 && name.All(c => c is > ' ' and < (char)0x7f and not '+');

    private static byte[] KeyId(string name, byte[] publicKey) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey])[..4];
}
