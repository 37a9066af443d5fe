using Npgsql;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

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
    public async Task A_purge_cut_off_after_the_keys_were_destroyed_is_finished_with_one_receipt()
    {
        var visit = await SignedAsync(null);
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId ?? throw new InvalidOperationException("Nothing was purged.");
        // As the rows stood when a crash came between the keys' destruction and the certificate.
        await ExecuteAsync("update scribe.purges set certificate = null, receipt_index = null, completed_at = null where id = $1", receipt);
        await ExecuteAsync("update scribe.dispositions set purged_at = null where purge_id = $1", receipt);

        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        Assert.Single(await host.Compliance.GetAsync<List<ReceiptSummary>>("api/compliance/receipts"), r => r.Id == receipt);
        Assert.All((await host.Clinician.VisitAsync(visit)).Records.Where(r => r.Kind is not RecordKind.Note), r => Assert.Equal(receipt, r.ReceiptId));
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
