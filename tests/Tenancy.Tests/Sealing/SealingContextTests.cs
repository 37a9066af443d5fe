using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Tests.Sealing;

public sealed class SealingContextTests
{
    /// <summary>Every record ever sealed depends on these bytes: a change here makes them all unreadable.</summary>
    [Fact]
    public void The_context_of_a_record_has_the_documented_bytes()
    {
        var tenant = new TenantId(Guid.Parse("11111111-2222-3333-4444-555555555555"));
        var encounter = new EncounterId(Guid.Parse("019331d0-0000-7000-8000-000000000001"));

        Assert.Equal(
            "00000006" + "7265636f7264"
            + "00000010" + "11111111222233334444555555555555"
            + "00000001" + "02"
            + "00000010" + "019331d0000070008000000000000001"
            + "00000007" + "7365676d656e74"
            + "00000008" + "0000000000000009"
            + "00000008" + "0000000000000001"
            + "00000008" + "0000000000000001",
            Convert.ToHexStringLower(SealingContext.Record(tenant, encounter, RecordCategory.Transcript, "segment", 9)));
    }

    [Fact]
    public void Fields_cannot_run_into_each_other() =>
        Assert.NotEqual(
            SealingContext.Secret(new(Guid.Parse("11111111-2222-3333-4444-555555555555")), "ab"),
            SealingContext.Secret(new(Guid.Parse("11111111-2222-3333-4444-555555555555")), "a"));
}
