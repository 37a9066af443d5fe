using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier.Tests;

public sealed class CheckingAReceipt
{
    [Fact]
    public async Task A_true_receipt_with_the_whole_log_and_the_known_key_passes_every_check()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var report = ReceiptVerification.Verify(await story.ExportAsync(certificate, LogExport.WholeLog), story.Log.VerifierKey);

        Assert.True(report.Verified);
        Assert.Equal(0, report.Gaps);
        Assert.Equal(["key", "head", "receipt", "entries", "commitment", "certificate", "intent", "keys", "due", "log", "history", "holds", "completeness"], report.Checks.Select(c => c.Id));
    }

    [Fact]
    public async Task What_needs_the_whole_log_or_the_known_key_is_said_to_be_unchecked_without_them()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var report = ReceiptVerification.Verify(await story.ExportAsync(certificate, LogExport.ProofsOnly), null);

        Assert.True(report.Verified);
        Assert.Equal(["key", "log", "history", "holds", "completeness"], report.Checks.Where(c => c.Outcome == CheckOutcome.NotChecked).Select(c => c.Id));
    }

    [Fact]
    public async Task A_receipt_under_another_key_than_the_known_one_fails()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        await using var other = await PurgeStory.BeginAsync();

        await FailsAsync(story, certificate, "key", other.Log.VerifierKey);
    }

    [Fact]
    public async Task A_record_destroyed_before_it_was_due_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.FromDays(1));

        await FailsAsync(story, await story.PurgeAsync((visit, "audio")), "due");
    }

    [Fact]
    public async Task A_record_destroyed_without_any_due_date_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");

        await FailsAsync(story, await story.PurgeAsync((visit, "audio")), "due");
    }

    [Fact]
    public async Task A_due_date_taken_back_before_the_purge_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
        var (purge, now) = (Guid.NewGuid(), story.Now);
        await story.Log.AppendAsync(new LedgerEntry { Type = LedgerEntryType.Triggered, Time = now, Visit = visit, Category = "audio" }, CancellationToken.None);
        await story.IntendAsync(purge, (visit, "audio"));

        await FailsAsync(story, await story.ReceiptAsync(purge, (visit, "audio")), "due");
    }

    [Fact]
    public async Task A_receipt_for_a_record_that_never_had_a_key_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = Guid.NewGuid();
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);

        await FailsAsync(story, await story.PurgeAsync((visit, "audio")), "keys");
    }

    [Fact]
    public async Task A_receipt_without_an_intent_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);

        await FailsAsync(story, await story.ReceiptAsync(Guid.NewGuid(), (visit, "audio")), "intent");
    }

    [Fact]
    public async Task A_record_destroyed_under_a_hold_fails()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
        await story.HoldAsync(visit);

        await FailsAsync(story, await story.PurgeAsync((visit, "audio")), "holds");
    }

    [Fact]
    public async Task A_record_destroyed_after_its_hold_was_released_passes_and_is_late_from_the_release_on()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
        await story.HoldAsync(visit);
        story.Pass(TimeSpan.FromDays(30));
        await story.ReleaseAsync(visit);
        story.Pass(TimeSpan.FromMinutes(40));
        var certificate = await story.PurgeAsync((visit, "audio"));

        var report = ReceiptVerification.Verify(await story.ExportAsync(certificate, LogExport.WholeLog), story.Log.VerifierKey);
        Assert.True(report.Verified);
        Assert.Equal(40, Assert.Single(report.Late!).MinutesLate);
    }

    [Fact]
    public async Task Another_record_that_is_overdue_fails_completeness_and_a_held_one_does_not()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var forgotten = await story.RecordVisitAsync("audio");
        var held = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(forgotten, "audio", TimeSpan.Zero);
        await story.MakeDueAsync(held, "audio", TimeSpan.Zero);
        await story.HoldAsync(held);
        story.Pass(TimeSpan.FromHours(2));
        await story.RecordVisitAsync("audio");

        var report = await FailsAsync(story, certificate, "completeness");
        var late = Assert.Single(report.Late!);
        Assert.Equal(LedgerEntry.RecordItem(forgotten, "audio"), late.Record);
        Assert.Equal(120, late.MinutesLate);
        Assert.False(late.Destroyed);
    }

    [Fact]
    public async Task A_silent_log_is_judged_at_the_time_the_reader_gives()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.FromHours(1));
        var bundle = await story.ExportAsync(certificate, LogExport.WholeLog);

        Assert.True(ReceiptVerification.Verify(bundle, null).Verified);
        Assert.False(ReceiptVerification.Verify(bundle, null, story.Now + TimeSpan.FromHours(2)).Verified);
    }

    [Fact]
    public async Task A_back_dated_entry_fails()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        await story.Log.AppendAsync(new LedgerEntry { Type = LedgerEntryType.AuditCommitted, Time = story.Now - TimeSpan.FromHours(1) }, CancellationToken.None);

        await FailsAsync(story, certificate, "history");
    }

    [Fact]
    public async Task A_certificate_that_no_receipt_commits_to_cannot_be_exported()
    {
        await using var story = await PurgeStory.BeginAsync();
        var certificate = story.Certificate(Guid.NewGuid(), (Guid.NewGuid(), "audio")).ToBytes();

        await Assert.ThrowsAsync<LedgerException>(() => story.ExportAsync(certificate, LogExport.ProofsOnly));
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("policy")]
    [InlineData("id")]
    [InlineData("records")]
    [InlineData("count")]
    [InlineData("time")]
    public async Task A_committed_certificate_that_contradicts_its_receipt_fails(string what)
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
        var purge = Guid.NewGuid();
        await story.IntendAsync(purge, (visit, "audio"));
        var honest = story.Certificate(purge, (visit, "audio"));
        var forged = what switch
        {
            "policy" => honest with { Policy = "4:other" },
            "id" => honest with { Id = Guid.NewGuid() },
            "records" => honest with { Records = [honest.Records[0], honest.Records[0] with { Category = "note" }] },
            "count" => honest with { Counts = honest.Counts with { Destroyed = 2 } },
            "time" => honest with { Records = [honest.Records[0] with { DestroyedAt = story.Now + TimeSpan.FromHours(1) }] },
            _ => honest,
        };
        await story.AppendReceiptAsync(purge, forged.ToBytes(), (visit, "audio"));
        var bundle = await story.ExportAsync(forged.ToBytes(), LogExport.WholeLog);

        var report = ReceiptVerification.Verify(what == "tenant" ? bundle with { Tenant = "another" } : bundle, story.Log.VerifierKey);
        Assert.Equal(CheckOutcome.Failed, report.Checks.Single(c => c.Id == "certificate").Outcome);
    }

    [Fact]
    public async Task A_final_certificate_follows_its_provisional_one()
    {
        await using var story = await PurgeStory.BeginAsync();
        var visit = await story.RecordVisitAsync("audio");
        await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
        var purge = Guid.NewGuid();
        await story.IntendAsync(purge, (visit, "audio"));
        var provisional = story.Certificate(purge, (visit, "audio")) with { State = CertificateState.Provisional, LastCopyExpires = story.Now + TimeSpan.FromDays(1) };
        await story.AppendReceiptAsync(purge, provisional.ToBytes(), (visit, "audio"));
        story.Pass(TimeSpan.FromDays(1));
        var final = provisional with { State = CertificateState.Final, LastCopyExpires = null, IssuedAt = story.Now };
        await story.AppendReceiptAsync(purge, final.ToBytes(), (visit, "audio"));

        Assert.True(ReceiptVerification.Verify(await story.ExportAsync(provisional.ToBytes(), LogExport.WholeLog), null).Verified);
        Assert.True(ReceiptVerification.Verify(await story.ExportAsync(final.ToBytes(), LogExport.WholeLog), null).Verified);
    }

    [Fact]
    public async Task Certificate_and_bundle_are_read_back_as_they_were_written()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var bundle = await story.ExportAsync(certificate, LogExport.WholeLog);

        Assert.Equal(certificate, PurgeCertificate.Parse(certificate).ToBytes());
        Assert.Equal(bundle.ToBytes(), ReceiptBundle.Parse(bundle.ToBytes()).ToBytes());
    }

    private static async Task<VerificationReport> FailsAsync(PurgeStory story, byte[] certificate, string check, string? key = null)
    {
        var report = ReceiptVerification.Verify(await story.ExportAsync(certificate, LogExport.WholeLog), key ?? story.Log.VerifierKey);
        Assert.False(report.Verified);
        Assert.Equal(CheckOutcome.Failed, report.Checks.Single(c => c.Id == check).Outcome);
        return report;
    }
}
