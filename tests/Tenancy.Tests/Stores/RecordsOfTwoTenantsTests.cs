using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.Stores;

public sealed class RecordsOfTwoTenantsTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    readonly EncounterId _visit = EncounterId.Create(TimeProvider.System);
    RecordAddress Segments => new(_visit, RecordCategory.Transcript, "segment");
    TenantId Red => installation.Red.Id;
    TenantId Blue => installation.Blue.Id;

    [Fact]
    public async Task What_one_tenant_appended_it_reads_in_order_and_the_other_does_not()
    {
        await CreateKeysAsync(Red);
        await CreateKeysAsync(Blue);

        var added = await installation.Records.AppendAsync(Red, Segments, [Object(2, "two"), Object(1, "one"), Object(3, "three")], default);

        Assert.Equal(3, added);
        Assert.Equal(["1 one", "2 two", "3 three"], await ReadAsync(Red, -1));
        Assert.Equal(["3 three"], await ReadAsync(Red, 2));
        Assert.Empty(await ReadAsync(Blue, -1));
    }

    [Fact]
    public async Task A_sequence_sent_again_is_not_new_and_keeps_the_first_content()
    {
        await CreateKeysAsync(Red);
        await installation.Records.AppendAsync(Red, Segments, [Object(1, "first")], default);

        var added = await installation.Records.AppendAsync(Red, Segments, [Object(1, "other"), Object(2, "second")], default);

        Assert.Equal(1, added);
        Assert.Equal(["1 first", "2 second"], await ReadAsync(Red, -1));
    }

    [Fact]
    public async Task A_replaced_object_has_its_last_content_only_in_its_own_tenant()
    {
        await CreateKeysAsync(Red);
        await CreateKeysAsync(Blue);
        await installation.Records.ReplaceAsync(Blue, Segments, Object(0, "blue"), default);

        await installation.Records.ReplaceAsync(Red, Segments, Object(0, "old"), default);
        await installation.Records.ReplaceAsync(Red, Segments, Object(0, "new"), default);

        Assert.Equal(["0 new"], await ReadAsync(Red, -1));
        Assert.Equal(["0 blue"], await ReadAsync(Blue, -1));
    }

    [Fact]
    public async Task The_last_sequence_and_removal_see_their_own_tenant_only()
    {
        await CreateKeysAsync(Red);
        await installation.Records.AppendAsync(Red, Segments, [Object(4, "a"), Object(7, "b")], default);

        Assert.Equal(7, await installation.Records.LastSequenceAsync(Red, Segments, default));
        Assert.Null(await installation.Records.LastSequenceAsync(Blue, Segments, default));
        Assert.Equal(0, await installation.Records.RemoveAsync(Blue, _visit, RecordCategory.Transcript, default));
        Assert.Equal(2, await installation.Records.RemoveAsync(Red, _visit, RecordCategory.Transcript, default));
    }

    [Fact]
    public async Task Nothing_is_stored_before_its_key_exists()
    {
        await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => installation.Records.AppendAsync(Red, Segments, [Object(1, "early")], default));

        Assert.Null(await installation.Records.LastSequenceAsync(Red, Segments, default));
    }

    [Fact]
    public async Task More_objects_than_a_page_are_all_read_once()
    {
        await CreateKeysAsync(Red);
        SealedObject[] many = [.. Enumerable.Range(0, 100).Select(i => Object(i, "x"))];
        await installation.Records.AppendAsync(Red, Segments, many, default);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i} x"), await ReadAsync(Red, -1));
    }

    Task CreateKeysAsync(TenantId tenant) => installation.Keystore.CreateRecordKeysAsync(tenant, _visit, [RecordCategory.Transcript], default);

    async Task<List<string>> ReadAsync(TenantId tenant, long after)
    {
        var read = new List<string>();
        await foreach (var item in installation.Records.ReadAsync(tenant, Segments, after, default))
        {
            read.Add($"{item.Sequence} {System.Text.Encoding.UTF8.GetString(item.Content.Span)}");
        }

        return read;
    }

    static SealedObject Object(long sequence, string text) => new(sequence, System.Text.Encoding.UTF8.GetBytes(text));
}
