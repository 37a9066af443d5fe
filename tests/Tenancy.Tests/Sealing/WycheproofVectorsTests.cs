using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Tenancy.Tests.Sealing;

/// <summary>The Wycheproof vectors of Cobblestone-256, which lie beside the repository and are not part of it.</summary>
public sealed class WycheproofVectorsTests
{
    const string FolderVariable = "ONPREMLLM_TEST_VECTORS";
    static readonly string _file = Path.Combine(
        Environment.GetEnvironmentVariable(FolderVariable) ?? Path.GetFullPath(Repository.PathOf("..", "shared", "data", "wycheproof")),
        "c2sp_chunked_encryption_aes_256_gcm_test.json");

    [VectorsFact]
    public void Valid_ciphertexts_open_to_their_message()
    {
        var valid = Vectors().Where(vector => vector.Valid).ToArray();

        Assert.All(valid, vector =>
        {
            var plain = ChunkedCipher.Open(vector.Key, vector.Context, vector.Ciphertext);
            Assert.Equal(vector.MessageLength, plain.Length);
            Assert.Equal(vector.MessageHash, Convert.ToHexStringLower(SHA512.HashData(plain)));
        });
        Assert.Equal(10, valid.Length);
    }

    [VectorsFact]
    public void Invalid_ciphertexts_are_refused()
    {
        var invalid = Vectors().Where(vector => !vector.Valid).ToArray();

        Assert.All(invalid, vector =>
        {
            var refusal = Record.Exception(() => ChunkedCipher.Open(vector.Key, vector.Context, vector.Ciphertext));
            Assert.True(vector.Key.Length == ChunkedCipher.KeySize ? refusal is TamperedRecordException : refusal is ArgumentException, $"vector {vector.Id}: {refusal}");
        });
        Assert.Equal(25, invalid.Length);
    }

    [VectorsFact]
    public void Sealing_a_message_with_the_same_salt_gives_the_same_ciphertext() => Assert.All(Vectors().Where(vector => vector.Valid), vector =>
    {
        var plain = ChunkedCipher.Open(vector.Key, vector.Context, vector.Ciphertext);

        Assert.Equal(vector.Ciphertext, ChunkedCipher.Seal(vector.Key, vector.Context, plain, vector.Ciphertext.AsSpan(0, ChunkedCipher.SaltSize)));
    });

    static IEnumerable<Vector> Vectors()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(_file));
        return [.. document.RootElement.GetProperty("testGroups").EnumerateArray().SelectMany(group => group.GetProperty("tests").EnumerateArray()).Select(Vector.From)];
    }

    sealed record Vector(int Id, bool Valid, byte[] Key, byte[] Context, byte[] Ciphertext, int MessageLength, string? MessageHash)
    {
        public static Vector From(JsonElement test) => new(
            test.GetProperty("tcId").GetInt32(),
            test.GetProperty("result").GetString() == "valid",
            Bytes(test, "key"),
            Bytes(test, "ctx"),
            Inflate(Bytes(test, "ct")),
            test.TryGetProperty("msgLength", out var length) ? length.GetInt32() : -1,
            test.TryGetProperty("msgSha512", out var hash) ? hash.GetString() : null);

        static byte[] Bytes(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

        static byte[] Inflate(byte[] compressed)
        {
            using var plain = new MemoryStream();
            using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            stream.CopyTo(plain);
            return plain.ToArray();
        }
    }

    sealed class VectorsFactAttribute : FactAttribute
    {
        public VectorsFactAttribute()
        {
            if (!File.Exists(_file))
            {
                Skip = $"There are no Wycheproof vectors at {_file}. Put the file of that name of C2SP/wycheproof (testvectors_v1) there, or name its folder in {FolderVariable}.";
            }
        }
    }
}
