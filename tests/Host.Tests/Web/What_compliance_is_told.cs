using System.Globalization;
using System.Net;
using Npgsql;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Web;
using OnPremLlm.Host.Web.Compliance;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Web;

[Collection(OneHost.Name)]
public sealed class What_compliance_is_told(ScribeHost host)
{
    [Fact]
    public async Task Counts_are_over_all_records_and_the_oldest_overdue_one_is_listed_first()
    {
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");
        var before = await host.Compliance.GetAsync<ComplianceCounts>("api/compliance/counts");
        await using var _ = await MadeUp.AddAsync(host, host.North, visits: 600);
        var after = await host.Compliance.GetAsync<ComplianceCounts>("api/compliance/counts");
        var due = await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/due");
        var newest = await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/records");

        Assert.Equal(before.Overdue + 1, after.Overdue);
        Assert.Equal(before.OverdueVisits + 1, after.OverdueVisits);
        Assert.Equal(before.OnHold + 1, after.OnHold);
        Assert.Equal(before.HeldBeyondDue + 1, after.HeldBeyondDue);
        Assert.Equal(before.DueSoon + 1, after.DueSoon);
        Assert.Equal(before.Live + 2403, after.Live);
        Assert.Equal(before.Purged + 1, after.Purged);
        Assert.Equal(before.Visits + 601, after.Visits);
        Assert.Equal((MadeUp.Oldest, RecordKind.Audio, true), (due[0].VisitId, due[0].Kind, due[0].Overdue));
        Assert.Equal(due.OrderBy(record => record.DueAt), due);
        Assert.DoesNotContain(due, record => record.OnHold || record.PurgedAt is not null);
        Assert.Equal(500, newest.Select(record => record.VisitId).Distinct().Count());
        Assert.DoesNotContain(newest, record => record.VisitId == MadeUp.Oldest); // so whoever counts these misses the overdue one
    }

    [Fact]
    public async Task The_page_shows_the_counts_and_says_how_many_of_all_it_lists()
    {
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");
        await using var _ = await MadeUp.AddAsync(host, host.North, visits: 600);
        var counts = await host.Compliance.GetAsync<ComplianceCounts>("api/compliance/counts");
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var html = await reader.ReadAsync("compliance");
        var words = PageReader.Words(html);

        Assert.Contains($"Overdue {counts.Overdue} Due within 24 hours {counts.DueSoon} On hold {counts.OnHold} Not purged, in all {counts.Live:N0} Purged {counts.Purged}", words, StringComparison.Ordinal);
        Assert.Contains($"{counts.Overdue + counts.DueSoon} of {counts.Overdue + counts.DueSoon} records shown", words, StringComparison.Ordinal);
        Assert.Contains($"Newest 500 of {counts.Visits} visits shown", words, StringComparison.Ordinal);
        Assert.True(html.IndexOf(MadeUp.Oldest.ToString("D"), StringComparison.Ordinal) < html.IndexOf("Newest visits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Visits_made_in_the_same_minute_read_unlike_and_each_stands_once()
    {
        var (first, second) = (await host.Clinician.BeginAsync(), await host.Clinician.BeginAsync());
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var html = await reader.ReadAsync("compliance");

        Assert.NotEqual(PlainText.Short(first), PlainText.Short(second));
        foreach (var visit in (Guid[])[first, second])
        {
            Assert.Contains($"<th scope=\"rowgroup\" rowspan=\"4\"", html, StringComparison.Ordinal);
            Assert.Contains($"<code title=\"{visit:D}\"", html, StringComparison.Ordinal);
            Assert.Equal(1, PageReader.Words(html[html.IndexOf("Newest visits", StringComparison.Ordinal)..]).Split(PlainText.Short(visit)).Length - 1);
        }
    }

    [Fact]
    public async Task A_purge_is_asked_for_in_a_step_of_its_own_and_only_the_second_step_purges()
    {
        var visit = await SignedAsync();
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var counts = await host.Compliance.GetAsync<ComplianceCounts>("api/compliance/counts");
        var question = PageReader.Words(await reader.ReadAsync("compliance/purge"));

        Assert.Contains($"{counts.Overdue} records of {PlainText.Count(counts.OverdueVisits, "visit")} are due.", question, StringComparison.Ordinal);
        Assert.Contains("cannot be undone", question, StringComparison.Ordinal);
        Assert.DoesNotContain(await RecordsAsync(visit), record => record.PurgedAt is not null);

        using var answer = await reader.SubmitAsync("compliance/purge", "Yes, purge now", "compliance/purge");
        Assert.Contains($"{counts.Overdue} purged", PageReader.Words(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())), StringComparison.Ordinal);
        Assert.Equal(3, (await RecordsAsync(visit)).Count(record => record.PurgedAt is not null));
    }

    [Fact]
    public async Task A_purge_that_no_page_of_this_Host_asked_for_is_refused()
    {
        var visit = await SignedAsync();
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        using var answer = await reader.PostEmptyAsync("compliance/purge");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(await RecordsAsync(visit), record => record.PurgedAt is not null);
    }

    [Fact]
    public async Task The_public_key_is_the_file_of_the_ledger_and_each_clinic_gets_its_own()
    {
        var mine = await host.Compliance.SendAsync(HttpMethod.Get, "api/compliance/log.vkey");
        var theirs = await host.OtherCompliance.SendAsync(HttpMethod.Get, "api/compliance/log.vkey");

        Assert.Equal(await File.ReadAllTextAsync(KeyFile(host.North)), mine.Body);
        Assert.Equal(await File.ReadAllTextAsync(KeyFile(host.South)), theirs.Body);
        Assert.NotEqual(mine.Body, theirs.Body);
    }

    [Fact]
    public async Task Counts_and_lists_are_of_the_own_clinic_only()
    {
        var before = await host.OtherCompliance.GetAsync<ComplianceCounts>("api/compliance/counts");
        await using var _ = await MadeUp.AddAsync(host, host.North, visits: 1);

        Assert.Equal(before, await host.OtherCompliance.GetAsync<ComplianceCounts>("api/compliance/counts"));
        Assert.DoesNotContain(await host.OtherCompliance.GetAsync<List<ComplianceRecord>>("api/compliance/due"), record => record.VisitId == MadeUp.Oldest);
        Assert.Contains(await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/due"), record => record.VisitId == MadeUp.Oldest);
    }

    [Fact]
    public async Task The_commands_of_the_page_name_a_receipt_that_verifies_under_the_key_of_the_page()
    {
        await SignedAsync();
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId;
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var html = await reader.ReadAsync("compliance");
        using var bundle = await reader.GetAsync($"api/compliance/receipts/{receipt}/bundle");
        var name = bundle.Content.Headers.ContentDisposition?.FileName;
        var key = (await File.ReadAllTextAsync(KeyFile(host.North))).Trim();

        Assert.Contains($"OnPremLlm.Verifier receipt {name} --key log.vkey", html, StringComparison.Ordinal);
        Assert.Contains($"python3 verify_receipt.py {name} --key log.vkey", html, StringComparison.Ordinal);
        Assert.Contains(key, PageReader.Words(html), StringComparison.Ordinal);
        Assert.Contains("purged 20", PageReader.Words(html), StringComparison.Ordinal);
        var report = ReceiptVerification.Verify(ReceiptBundle.Parse(await bundle.Content.ReadAsByteArrayAsync()), key);
        Assert.True(report is { Verified: true, Gaps: 0 }, report.ToJson());
    }

    [Fact]
    public async Task The_policy_in_force_and_the_way_of_holds_are_said()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var words = PageReader.Words(await reader.ReadAsync("compliance"));

        Assert.Contains($"Due dates and certificates name it {RetentionPolicy.DueAtSigning.Fingerprint()}", words, StringComparison.Ordinal);
        Assert.Contains("Transcript at signing; of a visit that nobody signs, 30 days after creation of the visit", words, StringComparison.Ordinal);
        Assert.Contains("no page and no command that places or releases a legal hold", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_that_only_the_database_knows_keeps_the_record_and_is_overdue_to_the_verifiers_as_the_page_says()
    {
        var visit = await ReviewAsync();
        await ExecuteAsync($"update scribe.dispositions set on_hold = true where encounter_id = '{visit}' and category = 2 and purge_id is null");
        await host.Clinician.SignAsync(visit);
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId;
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        using var bundle = await reader.GetAsync($"api/compliance/receipts/{receipt}/bundle");

        var report = ReceiptVerification.Verify(ReceiptBundle.Parse(await bundle.Content.ReadAsByteArrayAsync()), null, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(20));

        Assert.Equal(CheckOutcome.Failed, report.Checks.Single(check => check.Id == "completeness").Outcome);
        Assert.Null((await RecordsAsync(visit)).Single(record => record.Kind is RecordKind.Transcript).PurgedAt);
        await ExecuteAsync($"update scribe.dispositions set on_hold = false where encounter_id = '{visit}'");
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");
        Assert.NotNull((await RecordsAsync(visit)).Single(record => record.Kind is RecordKind.Transcript).PurgedAt);
    }

    [Fact]
    public void The_standard_policy_reads_as_the_document_says_it() => Assert.Equal(
        [
            ("Audio", "60 seconds after signing, 24 hours after completion of the transcript, or 72 hours after creation of the visit: whichever comes first"),
            ("Transcript", "7 days after signing; of a visit that nobody signs, 30 days after creation of the visit"),
            ("Draft, with its evidence", "7 days after signing; of a visit that nobody signs, 30 days after creation of the visit"),
            ("Note", "never by schedule in this release"),
        ],
        PolicyText.Lines(RetentionPolicy.Standard));

    string KeyFile(Tenant tenant) => Path.Combine(host.Layout.Ledger, tenant.Id.Value.ToString("D"), "log.vkey");

    async Task<List<ComplianceRecord>> RecordsAsync(Guid visit) =>
        [.. (await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/records")).Where(record => record.VisitId == visit)];

    async Task<Guid> SignedAsync()
    {
        var visit = await ReviewAsync();
        await host.Clinician.SignAsync(visit);
        return visit;
    }

    async Task<Guid> ReviewAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        return visit;
    }

    async Task ExecuteAsync(string statement)
    {
        await using var connection = await host.OpenDatabaseAsync(host.North);
        await using var command = new NpgsqlCommand(statement, connection);
        Assert.True(await command.ExecuteNonQueryAsync() > 0, "The statement found no row.");
    }

    /// <summary>
    /// Rows of visits that never were: one from 2020 with an overdue, a held, a purged and a soon due record, and newer ones without due dates.
    /// Taken away at the end: a sweep would look for their keys.
    /// </summary>
    sealed class MadeUp(NpgsqlConnection connection) : IAsyncDisposable
    {
        public static readonly Guid Oldest = new("016f6000-0000-7000-8000-00000000abcd");

        public static async Task<MadeUp> AddAsync(ScribeHost host, Tenant tenant, int visits)
        {
            var made = new MadeUp(await host.OpenDatabaseAsync(tenant));
            await made.ExecuteAsync($"""
                insert into scribe.dispositions (encounter_id, category, created_at, due_at, policy, on_hold, purge_id, purged_at)
                select '{Oldest}', category, '2020-01-01', case when category = 4 then now() + interval '20 hours' else '2020-01-02'::timestamptz end, 'made up',
                    category = 2, case when category = 3 then gen_random_uuid() end, case when category = 3 then now() end
                from generate_series(1, 4) category
                """);
            await made.ExecuteAsync($"""
                insert into scribe.dispositions (encounter_id, category, created_at, policy, on_hold)
                select ('00000000-0000-4000-8000-' || lpad(visit::text, 12, '0'))::uuid, category, now() - interval '1 second' * visit, 'made up', false
                from generate_series(1, {visits.ToString(CultureInfo.InvariantCulture)}) visit, generate_series(1, 4) category
                """);
            return made;
        }

        public async ValueTask DisposeAsync()
        {
            await ExecuteAsync("delete from scribe.dispositions where policy = 'made up'");
            await connection.DisposeAsync();
        }

        async Task ExecuteAsync(string statement)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            Assert.True(await command.ExecuteNonQueryAsync() > 0, "The statement found no row.");
        }
    }
}
