using System.Text;
using NSec.Cryptography;

namespace OnPremLlm.Ledger.Notes;

/// <summary>Signs notes with a log's Ed25519 key; the seed lives in NSec's guarded memory until this is disposed.</summary>
internal sealed class NoteSigner : IDisposable
{
    private readonly Key _key;

    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SignatureAlgorithm.Ed25519.PrivateKeySize)
        {
            throw new ArgumentException($"The signing seed has {seed.Length} bytes; Ed25519 takes {SignatureAlgorithm.Ed25519.PrivateKeySize}.", nameof(seed));
        }
        _key = NSec.Cryptography.Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Key = VerifierKey.Create(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public VerifierKey Key { get; }

    public string Sign(string text) => SignedNote.Format(text, Key, SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _key.Dispose();
}
