using System.Security.Cryptography;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Tests.Sealing;

public sealed class MovedCiphertextTests
{
    const int Transplants = 10_000;
    static readonly string[] _kinds = ["pcm", "segment", "event", "draft", "note"];
    readonly byte[] _key = RandomNumberGenerator.GetBytes(ChunkedCipher.KeySize);

    /// <summary>Every place has the same key here, so that only the bound context can refuse.</summary>
    [Fact]
    public void Never_opens_at_another_place_even_under_the_same_key()
    {
        var opened = Enumerable.Range(0, Transplants).Count(_ =>
        {
            var home = Place.Random();
            var elsewhere = home.MovedInOneField();
            var sealedBytes = ChunkedCipher.Seal(_key, home.Context(), "hello"u8);
            Assert.NotEqual(home, elsewhere);
            return Record.Exception(() => ChunkedCipher.Open(_key, elsewhere.Context(), sealedBytes)) is not TamperedRecordException;
        });

        Assert.Equal(0, opened);
    }

    [Fact]
    public void Opens_at_its_own_place()
    {
        var home = Place.Random();

        Assert.Equal("hello"u8, ChunkedCipher.Open(_key, home.Context(), ChunkedCipher.Seal(_key, home.Context(), "hello"u8)));
    }

    [Fact]
    public void Is_refused_with_any_single_bit_flipped()
    {
        var sealedBytes = ChunkedCipher.Seal(_key, [], "sixteen bytes ok"u8);

        for (var bit = 0; bit < sealedBytes.Length * 8; bit++)
        {
            sealedBytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<TamperedRecordException>(() => ChunkedCipher.Open(_key, [], sealedBytes));
            sealedBytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal("sixteen bytes ok"u8, ChunkedCipher.Open(_key, [], sealedBytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024 - 1)]
    [InlineData(16 * 1024)]
    [InlineData(48 * 1024 + 5)]
    public void Is_refused_when_cut_anywhere_near_an_edge(int length)
    {
        var sealedBytes = ChunkedCipher.Seal(_key, [], RandomNumberGenerator.GetBytes(length));

        Assert.Equal(ChunkedCipher.SealedLength(length), sealedBytes.Length);
        for (var cut = 1; cut <= Math.Min(sealedBytes.Length, 40); cut++)
        {
            Assert.Throws<TamperedRecordException>(() => ChunkedCipher.Open(_key, [], sealedBytes.AsSpan(0, sealedBytes.Length - cut)));
        }
    }

    [Fact]
    public void The_same_content_sealed_twice_shares_no_bytes_with_itself()
    {
        var first = ChunkedCipher.Seal(_key, [], new byte[64]);
        var second = ChunkedCipher.Seal(_key, [], new byte[64]);

        Assert.False(first.AsSpan(0, ChunkedCipher.SaltSize).SequenceEqual(second.AsSpan(0, ChunkedCipher.SaltSize)));
        Assert.False(first.AsSpan(ChunkedCipher.HeaderSize).SequenceEqual(second.AsSpan(ChunkedCipher.HeaderSize)));
    }

    sealed record Place(TenantId Tenant, EncounterId Encounter, RecordCategory Category, string Kind, long Sequence)
    {
        public static Place Random() => new(new(Guid.NewGuid()), EncounterId.Create(TimeProvider.System), (RecordCategory)RandomNumberGenerator.GetInt32(1, 7),
            _kinds[RandomNumberGenerator.GetInt32(_kinds.Length)], RandomNumberGenerator.GetInt32(1000));

        public byte[] Context() => SealingContext.Record(Tenant, Encounter, Category, Kind, Sequence);

        public Place MovedInOneField() => RandomNumberGenerator.GetInt32(5) switch
        {
            0 => this with { Tenant = new(Guid.NewGuid()) },
            1 => this with { Encounter = EncounterId.Create(TimeProvider.System) },
            2 => this with { Category = (RecordCategory)((int)Category % 6 + 1) },
            3 => this with { Kind = Kind + "s" },
            _ => this with { Sequence = Sequence + 1 },
        };
    }
}
