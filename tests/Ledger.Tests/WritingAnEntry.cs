using System.Text;

namespace OnPremLlm.Ledger.Tests;

public sealed class WritingAnEntry
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 22, 22, 31, 59, TimeSpan.FromHours(1));

    private static readonly LedgerEntry s_full = new()
    {
        Type = LedgerEntryType.PurgeReceipt,
        Time = s_time,
        Visit = new Guid("11111111-2222-3333-4444-555555555555"),
        Category = "audio",
        Due = s_time,
        Policy = "3:sha256-5f",
        Disposition = new Guid("AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee"),
        Items = ["11111111-2222-3333-4444-555555555555:audio", "key-1"],
        Commitment = new string('a', 64),
    };

    [Fact]
    public void The_leaf_is_canonical_JSON_with_times_in_UTC_minutes()
    {
        Assert.Equal(
            """{"v":1,"type":"purge-receipt","time":"2026-11-22T21:31Z","visit":"11111111-2222-3333-4444-555555555555","category":"audio","due":"2026-11-22T21:31Z","policy":"3:sha256-5f","disposition":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee","items":["11111111-2222-3333-4444-555555555555:audio","key-1"],"commitment":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""",
            Encoding.UTF8.GetString(LedgerEntryFormat.Encode(s_full)));
    }

    [Fact]
    public void Every_type_is_read_back_as_it_was_written()
    {
        foreach (var type in Enum.GetValues<LedgerEntryType>())
        {
            var leaf = LedgerEntryFormat.Encode(s_full with { Type = type });
            var read = LedgerEntryFormat.Decode(leaf);
            Assert.Equal(type, read.Type);
            Assert.Equal(leaf, LedgerEntryFormat.Encode(read));
        }
    }

    [Theory]
    [InlineData("""{"v":2,"type":"triggered","time":"2026-11-22T21:31Z"}""")]
    [InlineData("""{"v":1,"type":"triggered","time":"2026-11-22T21:31Z" }""")]
    [InlineData("""{"v":1,"time":"2026-11-22T21:31Z","type":"triggered"}""")]
    [InlineData("""{"v":1,"type":"triggered","time":"2026-11-22T21:31:00Z"}""")]
    [InlineData("""{"v":1,"type":"triggered","time":"2026-11-22T21:31Z","visit":null}""")]
    [InlineData("""{"v":1,"type":"triggered","time":"2026-11-22T21:31Z","note":"x"}""")]
    [InlineData("""{"v":1,"type":"triggered","type":"triggered","time":"2026-11-22T21:31Z"}""")]
    [InlineData("""{"v":1,"type":"triggered","time":"2026-11-22T21:31Z","category":"\u0061udio"}""")]
    [InlineData("""{"v":1,"type":"invented","time":"2026-11-22T21:31Z"}""")]
    [InlineData("""{"v":1,"type":"triggered"}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void Any_other_encoding_is_refused(string leaf)
    {
        Assert.Throws<FormatException>(() => LedgerEntryFormat.Decode(Encoding.UTF8.GetBytes(leaf)));
    }

    [Fact]
    public void A_sentence_has_no_place_in_an_entry_and_is_not_repeated_in_the_error()
    {
        LedgerEntry[] bad =
        [
            s_full with { Items = ["Jane Roe"] },
            s_full with { Category = "Jane Roe" },
            s_full with { Policy = "Jane Roe" },
            s_full with { Commitment = "Jane Roe" },
        ];
        Assert.All(bad, entry => Assert.DoesNotContain("Jane", Assert.Throws<ArgumentException>(() => LedgerEntryFormat.Encode(entry)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_longer_than_a_leaf_may_be_is_refused_with_the_way_out()
    {
        var error = Assert.Throws<ArgumentException>(() => LedgerEntryFormat.Encode(s_full with { Items = [.. Enumerable.Range(0, 10_000).Select(i => $"key-{i:0000}")] }));
        Assert.Contains("Split", error.Message, StringComparison.Ordinal);
    }
}
