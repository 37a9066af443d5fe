using OnPremLlm.Scribe.Retention;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Scribe.Tests.Retention;

public class Due_dates
{
    static readonly DateTimeOffset _made = new(2026, 3, 28, 22, 0, 0, TimeSpan.Zero); // the night in which Europe's clocks change

    // Hours after the visit was made; null: did not happen.
    public static TheoryData<RecordCategory, double?, double?, double?> Standard => new()
    {
        // category, transcribed, signed, due
        { RecordCategory.Audio, null, null, 72 },
        { RecordCategory.Audio, 1, null, 25 },
        { RecordCategory.Audio, 60, null, 72 },
        { RecordCategory.Audio, 1, 2, 2 + (60 / 3600.0) },
        { RecordCategory.Audio, 1, 30, 25 },
        { RecordCategory.Transcript, null, null, 30 * 24 },
        { RecordCategory.Transcript, 1, null, 30 * 24 },
        { RecordCategory.Transcript, 1, 2, 2 + (7 * 24) },
        { RecordCategory.Draft, 1, null, 30 * 24 },
        { RecordCategory.Draft, 1, 2, 2 + (7 * 24) },
        { RecordCategory.Chat, 1, 2, 2 + (7 * 24) },
        { RecordCategory.Note, 1, 2, null },
        { RecordCategory.Audit, 1, 2, null },
    };

    [Theory]
    [MemberData(nameof(Standard))]
    public void The_standard_schedule_counts_from_the_event_it_names(RecordCategory category, double? transcribed, double? signed, double? due) =>
        Assert.Equal(After(due), RetentionPolicy.Standard.DueAt(category, new(_made, After(transcribed), After(signed))));

    [Theory]
    [InlineData(RecordCategory.Audio)]
    [InlineData(RecordCategory.Transcript)]
    [InlineData(RecordCategory.Draft)]
    public void The_demonstration_schedule_is_due_at_signing(RecordCategory category) =>
        Assert.Equal(After(2), RetentionPolicy.DueAtSigning.DueAt(category, new(_made, After(1), After(2))));

    [Fact]
    public void Sound_never_outlives_its_ceiling_and_nothing_is_due_before_the_visit()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var policy = Any(random);
            var times = new VisitTimes(_made, random.Next(2) == 0 ? null : After(random.Next(0, 200)), random.Next(2) == 0 ? null : After(random.Next(0, 1000)));
            foreach (var category in Enum.GetValues<RecordCategory>())
            {
                if (policy.DueAt(category, times) is { } due)
                {
                    Assert.True(due >= _made, $"seed {seed}: {category} is due before the visit was made.");
                    Assert.True(category is not RecordCategory.Audio || due <= _made + policy.AudioCeiling, $"seed {seed}: sound is kept past its ceiling.");
                }
            }
        }
    }

    [Fact]
    public void Keeping_everything_longer_never_makes_anything_due_earlier()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var (shorter, more) = (Any(random), TimeSpan.FromHours(random.Next(1, 100)));
            var longer = shorter with
            {
                AudioAfterSigning = shorter.AudioAfterSigning + more,
                AudioAfterTranscript = shorter.AudioAfterTranscript + more,
                AudioCeiling = shorter.AudioCeiling + more,
                TranscriptAfterSigning = shorter.TranscriptAfterSigning + more,
                DraftAfterSigning = shorter.DraftAfterSigning + more,
                UnsignedCeiling = shorter.UnsignedCeiling + more,
            };
            var times = new VisitTimes(_made, After(random.Next(0, 50)), random.Next(2) == 0 ? null : After(random.Next(50, 500)));
            Assert.All(Enum.GetValues<RecordCategory>().Where(category => shorter.DueAt(category, times) is not null), category =>
                Assert.True(longer.DueAt(category, times) > shorter.DueAt(category, times), $"seed {seed}: {category}"));
        }
    }

    [Fact]
    public void A_policy_that_differs_in_a_minute_has_another_fingerprint()
    {
        var policy = RetentionPolicy.Standard;
        Assert.Equal(policy.Fingerprint(), RetentionPolicy.Standard.Fingerprint());
        Assert.NotEqual(policy.Fingerprint(), (policy with { AudioCeiling = policy.AudioCeiling + TimeSpan.FromMinutes(1) }).Fingerprint());
    }

    static DateTimeOffset? After(double? hours) => hours is { } h ? _made + TimeSpan.FromHours(h) : null;

    static RetentionPolicy Any(Random random) => new()
    {
        Version = 1,
        AudioAfterSigning = TimeSpan.FromMinutes(random.Next(0, 10_000)),
        AudioAfterTranscript = TimeSpan.FromMinutes(random.Next(0, 10_000)),
        AudioCeiling = TimeSpan.FromMinutes(random.Next(0, 10_000)),
        TranscriptAfterSigning = TimeSpan.FromMinutes(random.Next(0, 100_000)),
        DraftAfterSigning = TimeSpan.FromMinutes(random.Next(0, 100_000)),
        UnsignedCeiling = TimeSpan.FromMinutes(random.Next(0, 100_000)),
    };
}
