using System.Text.Json;
using OnPremLlm.Ledger.Notes;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Ledger.Tests;

public sealed class SigningNotes : IDisposable
{
    private readonly NoteSigner _signer = new("example.com/log", Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    public void Dispose() => _signer.Dispose();

    // The key pair of RFC 8032 section 7.1 test 1; the id by the formula of the signed-note specification, computed with sha256sum.
    [Fact]
    public void The_key_is_written_as_a_signed_note_verifier_key()
    {
        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(_signer.Key.PublicKey.Span));
        Assert.Equal("example.com/log+cc714670+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", _signer.Key.ToString());
        Assert.Equal(_signer.Key.ToString(), VerifierKey.TryParse(_signer.Key.ToString())?.ToString());
    }

    [Fact]
    public void A_signed_head_is_a_checkpoint_and_any_changed_character_breaks_it()
    {
        var head = Checkpoint.Sign(_signer, 7, new byte[32]);
        var key = _signer.Key.ToString();

        Assert.StartsWith("example.com/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— example.com/log ", head.Note, StringComparison.Ordinal);
        Assert.Equal(7, Checkpoint.TryVerify(head.Note, key)?.Size);
        for (var i = 0; i < head.Note.Length; i++)
        {
            foreach (var other in "x1\n= ")
            {
                var changed = head.Note[..i] + other + head.Note[(i + 1)..];
                Assert.True(changed == head.Note || Checkpoint.TryVerify(changed, key) is null, $"Character {i} may be changed to '{other}'.");
            }
        }
    }

    [Fact]
    public void A_witness_signature_beside_the_logs_own_is_ignored()
    {
        using var witness = new NoteSigner("witness.example", new byte[32]);
        var head = Checkpoint.Sign(_signer, 7, new byte[32]);
        var cosigned = head.Note + witness.Sign("anything\n").Split('\n')[^2] + "\n";

        Assert.NotNull(Checkpoint.TryVerify(cosigned, _signer.Key.ToString()));
        Assert.Null(Checkpoint.TryVerify(cosigned, witness.Key.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("has+plus")]
    public void A_name_that_a_key_cannot_carry_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new NoteSigner(name, new byte[32]));
    }

    [WycheproofFact]
    public void Every_wycheproof_vector_of_Ed25519_is_judged_right()
    {
        var wrong = new List<int>();
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(WycheproofFactAttribute.Ed25519!));
        foreach (var group in vectors.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = VerifierKey.Create("wycheproof", Hex(group.GetProperty("publicKey"), "pk"));
            wrong.AddRange(group.GetProperty("tests").EnumerateArray()
                .Where(test => key.Verifies(Hex(test, "msg"), Hex(test, "sig")) != (test.GetProperty("result").GetString() == "valid"))
                .Select(test => test.GetProperty("tcId").GetInt32()));
        }
        Assert.Empty(wrong);
    }

    private static byte[] Hex(JsonElement json, string name) => Convert.FromHexString(json.GetProperty(name).GetString()!);
}

/// <summary>Runs where Project Wycheproof's vectors lie in shared/data/wycheproof beside the checkout; they are not part of the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WycheproofFactAttribute : FactAttribute
{
    public WycheproofFactAttribute() => Skip = Ed25519 is null ? "No shared/data/wycheproof/ed25519_test.json beside the checkout: put Project Wycheproof's testvectors_v1 there to run this." : null!;

    public static string? Ed25519 { get; } = Find();

    private static string? Find()
    {
        for (var folder = Directory.GetParent(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "wycheproof", "ed25519_test.json");
            if (File.Exists(file))
            {
                return file;
            }
        }
        return null;
    }
}
