using System.Text;
using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Host.Jobs;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Host.Tests.Retention;

[Collection(OneHost.Name)]
public sealed class Sweeps_that_must_not_purge_twice_or_too_much(ScribeHost host)
{
    [Fact]
    public async Task A_record_on_hold_is_kept_and_its_neighbours_are_purged()
    {
        var visit = await SignedAsync("update scribe.dispositions set on_hold = true where encounter_id = $1 and category = 2");

        var swept = await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        Assert.True(swept.Held >= 1);
        var records = (await host.Clinician.VisitAsync(visit)).Records;
        Assert.Null(records.Single(r => r.Kind is RecordKind.Transcript).PurgedAt);
        Assert.NotNull(records.Single(r => r.Kind is RecordKind.Draft).PurgedAt);
        Assert.NotEmpty((await host.Clinician.VisitAsync(visit)).Transcript);

        await ExecuteAsync("update scribe.dispositions set on_hold = false where encounter_id = $1", visit);
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");
        Assert.Empty((await host.Clinician.VisitAsync(visit)).Transcript);
    }

    [Fact]
    public async Task A_purge_cut_off_after_the_keys_were_destroyed_is_finished_with_one_receipt_that_verifies()
    {
        var visit = await SignedAsync(null);
        host.Engines.LanguageModel.CloseFailure = new InferenceException(InferenceFailure.InvalidRequest, "The test cuts the purge off here: the keys are gone, the rows are not.");
        var cutOff = await host.Compliance.PostAsync("api/compliance/sweep");
        host.Engines.LanguageModel.CloseFailure = null;
        Assert.True((int)cutOff.Status >= 400, cutOff.Body);

        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        var receipt = Assert.Single((await host.Clinician.VisitAsync(visit)).Records.Where(r => r.Kind is not RecordKind.Note).Select(r => r.ReceiptId).Distinct());
        Assert.Single(await host.Compliance.GetAsync<List<ReceiptSummary>>("api/compliance/receipts"), r => r.Id == receipt);
        await AssertVerifiedAsync(receipt!.Value); // every record has one
    }

    [Fact]
    public async Task Records_that_only_the_ledger_knows_after_a_crash_are_purged_when_they_are_due()
    {
        var visit = (await host.Clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;
        await ExecuteAsync("delete from scribe.dispositions where encounter_id = $1", visit);
        await ExecuteAsync("delete from scribe.encounters where id = $1", visit);

        Assert.Equal(4, await RepairAsync());
        Assert.Equal(0, await RepairAsync());

        await ExecuteAsync("update scribe.dispositions set due_at = now() where encounter_id = $1 and due_at is not null", visit);
        Assert.Equal(3, await RepairAsync()); // due dates that only the database knows are entered in the ledger
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId ?? throw new InvalidOperationException("Nothing was purged.");
        await AssertVerifiedAsync(receipt);
        var records = (await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/records")).Where(r => r.VisitId == visit);
        Assert.Equal(3, records.Count(r => r.PurgedAt is not null));
    }

    [Fact]
    public async Task Sound_that_falls_due_does_not_end_a_draft_that_is_being_made()
    {
        var (visit, go) = await DraftingAsync();
        await ExecuteAsync("update scribe.dispositions set due_at = now() where encounter_id = $1 and category = 1", visit);
        await RepairAsync();

        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");
        go.SetResult();

        Assert.Equal(VisitState.Review, (await host.Clinician.StateAsync(visit, VisitState.Review, VisitState.DraftFailed)).State);
        Assert.NotNull((await host.Clinician.VisitAsync(visit)).Records.Single(r => r.Kind is RecordKind.Audio).PurgedAt);
    }

    [Fact]
    public async Task A_transcript_that_falls_due_ends_the_draft_and_says_so()
    {
        var (visit, _) = await DraftingAsync();
        await ExecuteAsync("update scribe.dispositions set due_at = now() where encounter_id = $1 and category = 2", visit);
        await RepairAsync();

        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        Assert.Contains("purged on schedule", (await host.Clinician.StateAsync(visit, VisitState.Review, VisitState.DraftFailed)).Problem, StringComparison.Ordinal);
        Assert.Empty((await host.Clinician.VisitAsync(visit)).Transcript);
    }

    [Fact]
    public async Task The_background_job_purges_what_is_due()
    {
        var visit = await SignedAsync(null);
        using var ended = new JobsEnded();

        var job = host.Services.GetRequiredService<IBackgroundJobClient>().Enqueue<RetentionJob>(retention => retention.RunAsync(CancellationToken.None));

        Assert.Equal(SucceededState.StateName, await ended.StateOfAsync(job));
        Assert.All((await host.Clinician.VisitAsync(visit)).Records.Where(r => r.Kind is not RecordKind.Note), r => Assert.NotNull(r.PurgedAt));
    }

    async Task<(Guid Visit, TaskCompletionSource Go)> DraftingAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously), go = new();
        host.Engines.LanguageModel.Before = request =>
        {
            if (request.Session != visit.ToString("N"))
            {
                return Task.CompletedTask;
            }

            started.TrySetResult();
            return go.Task;
        };
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        await started.Task;
        return (visit, go);
    }

    async Task<int> RepairAsync()
    {
        var ledger = await host.Services.GetRequiredService<TenantLedgers>().GetAsync(host.North.Id, default);
        return await host.Services.GetRequiredService<LedgerRepair>().RunAsync(host.North.Id, ledger.Head.Size, TimeProvider.System.GetUtcNow(), default);
    }

    async Task AssertVerifiedAsync(Guid receipt)
    {
        var bundle = await host.Compliance.SendAsync(HttpMethod.Get, $"api/compliance/receipts/{receipt}/bundle");
        Visitor.Succeeded(bundle);
        var ledger = await host.Services.GetRequiredService<TenantLedgers>().GetAsync(host.North.Id, default);
        var report = ReceiptVerification.Verify(ReceiptBundle.Parse(Encoding.UTF8.GetBytes(bundle.Body)), ledger.VerifierKey, null);
        Assert.True(report.Verified, report.ToJson());
    }

    async Task<Guid> SignedAsync(string? before)
    {
        var visit = await host.Clinician.BeginAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        if (before is not null)
        {
            await ExecuteAsync(before, visit);
        }

        await host.Clinician.SignAsync(visit);
        return visit;
    }

    async Task ExecuteAsync(string statement, Guid id)
    {
        await using var connection = await host.OpenDatabaseAsync(host.North);
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddWithValue(id);
        Assert.True(await command.ExecuteNonQueryAsync() > 0, "The statement found no row.");
    }
}
