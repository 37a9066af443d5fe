using Microsoft.Extensions.Time.Testing;

namespace OnPremLlm.Tenancy.Tests;

public sealed class IdsTests
{
    [Fact]
    public void An_empty_id_is_refused_when_made_and_when_read()
    {
        Assert.Throws<ArgumentException>(() => new TenantId(Guid.Empty));
        Assert.Throws<ArgumentException>(() => new PersonId(Guid.Empty));
        Assert.Throws<InvalidOperationException>(() => default(TenantId).Value);
        Assert.Throws<InvalidOperationException>(() => default(PersonId).ToString());
        Assert.Throws<InvalidOperationException>(() => default(EncounterId).Day);
    }

    [Theory]
    [InlineData("2026-11-22T23:59:59.999Z", "2026-11-22")]
    [InlineData("2026-11-23T00:00:00.000Z", "2026-11-23")]
    public void An_encounter_carries_the_utc_day_of_its_creation(string moment, string day)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(moment));

        Assert.Equal(DateOnly.Parse(day), EncounterId.Create(clock).Day);
    }

    [Fact]
    public void An_id_of_another_version_is_no_encounter()
    {
        var random = Guid.NewGuid();

        Assert.Throws<ArgumentException>(() => new EncounterId(random));
        Assert.False(EncounterId.TryFrom(random, out _));
        Assert.False(EncounterId.TryFrom(Guid.Empty, out _));
        // Version 7 with a time past the year 9999: hand-made, and its day could not be computed.
        Assert.False(EncounterId.TryFrom(Guid.Parse("ffffffff-ffff-7fff-bfff-ffffffffffff"), out _));
        Assert.True(EncounterId.TryFrom(EncounterId.Create(TimeProvider.System).Value, out _));
    }

    [Fact]
    public void Ids_print_as_lower_case_digits_with_hyphens() =>
        Assert.Equal("11111111-2222-3333-4444-55555555555f", new TenantId(Guid.Parse("11111111-2222-3333-4444-55555555555F")).ToString());
}
