using System.Security.Cryptography;
using System.Text;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Host.Jobs;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Host.Tests.Privacy;

[Collection(OneHost.Name)]
public sealed class What_was_said_stays_in_sealed_records(ScribeHost host)
{
    const int Window = 32;

    readonly Canary _spoken = Canary.Word();
    readonly Canary _written = Canary.Word();
    readonly byte[] _sound = RandomNumberGenerator.GetBytes(3 * AudioFrame.BytesPerChannel);

    IReadOnlyList<Canary> Canaries => [_spoken, _written, .. Enumerable.Range(0, 3).Select(frame => Canary.Window(_sound.AsSpan((frame * AudioFrame.BytesPerChannel) + 1000, Window)))];

    [Fact]
    public async Task Its_clinician_reads_it_before_signing()
    {
        var visit = await VisitInReviewAsync();

        var detail = await host.Clinician.VisitAsync(visit);

        Assert.Contains(_spoken.Text, Assert.Single(detail.Transcript).Text, StringComparison.Ordinal);
        Assert.Contains(detail.Draft!.Sections.SelectMany(s => s.Statements), s => s.Text.Contains(_written.Text, StringComparison.Ordinal)); // in review there is a draft
    }

    [Fact]
    public async Task Neither_the_database_s_files_nor_the_data_folder_hold_it()
    {
        var visit = await VisitInReviewAsync();
        await CheckpointAsync();

        Assert.True(Scan(PrivatePostgres.Shared.DataFolder, content => content.IndexOf(visit.ToByteArray(bigEndian: true)) >= 0).Count > 0, "The scan does not even find the visit's id.");
        Assert.Empty(Scan(Path.GetDirectoryName(PrivatePostgres.Shared.DataFolder)!, IsLeak)); // the cluster's folder, with its log
        Assert.Empty(Scan(host.Folder, IsLeak));
    }

    [Fact]
    public async Task No_log_line_and_no_background_job_holds_it()
    {
        var visit = await VisitInReviewAsync();
        host.Services.GetRequiredService<IBackgroundJobClient>().Enqueue<RetentionJob>(job => job.RunAsync(CancellationToken.None));
        await host.Clinician.SignAsync(visit);
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        var jobs = await HangfireAsync();

        Assert.Contains(nameof(RetentionJob), jobs, StringComparison.Ordinal);
        Assert.Contains("Purge ", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Canaries, canary => canary.IsIn(jobs) || canary.IsIn(host.Log));
    }

    [Fact]
    public async Task No_metric_and_no_trace_holds_it()
    {
        var visit = await VisitInReviewAsync();
        await host.Clinician.SignAsync(visit);
        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        var (metrics, traces) = (host.Telemetry.Metrics, host.Telemetry.Traces);

        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal); // the listeners hear the Host and the database
        Assert.Contains(visit.ToString(), traces, StringComparison.Ordinal);
        Assert.Contains("Npgsql", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(Canaries, canary => canary.IsIn(metrics) || canary.IsIn(traces));
        Assert.DoesNotContain(visit.ToString(), metrics, StringComparison.Ordinal); // a label per visit would also grow without end
        Assert.DoesNotContain(host.North.Id.Value.ToString(), metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_clinic_and_the_compliance_people_are_not_told_it()
    {
        var visit = await VisitInReviewAsync();
        await host.Clinician.SignAsync(visit);
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId;

        (Visitor, string)[] questions =
        [
            (host.OtherClinician, "api/visits"), (host.OtherClinician, $"api/visits/{visit}"), (host.OtherCompliance, "api/compliance/records"),
            (host.OtherCompliance, "api/compliance/receipts"), (host.OtherCompliance, $"api/compliance/receipts/{receipt}/bundle"),
            (host.Colleague, "api/visits"), (host.Colleague, $"api/visits/{visit}"),
            (host.Compliance, "api/compliance/records"), (host.Compliance, "api/compliance/receipts"), (host.Compliance, $"api/compliance/receipts/{receipt}/bundle"),
        ];
        foreach (var (visitor, path) in questions)
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, path);
            Assert.DoesNotContain(Canaries, canary => canary.IsIn(answer.Body));
        }
    }

    [Fact]
    public async Task After_the_sweep_rows_from_a_backup_cannot_be_read_with_what_is_left_of_the_keys()
    {
        var visit = await VisitInReviewAsync();
        var backup = await CopyRowsAsync(visit);
        await host.Clinician.SignAsync(visit);
        Assert.True((await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).Purged >= 3);
        Assert.DoesNotContain(await CopyRowsAsync(visit), row => row.Category != (short)RecordCategory.Note);

        await RestoreRowsAsync(visit, backup);

        Assert.Contains(backup, row => row.Category == (short)RecordCategory.Audio);
        Assert.Contains(backup, row => row.Category == (short)RecordCategory.Transcript);
        Assert.Contains(backup, row => row.Category == (short)RecordCategory.Draft);
        foreach (var (category, kind) in backup.Select(row => ((RecordCategory)row.Category, row.Kind)).Distinct())
        {
            await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => ReadAsync(new RecordAddress(new EncounterId(visit), category, kind)));
        }
    }

    async Task<Guid> VisitInReviewAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        host.Engines.Hear(visit, new ScriptedUtterance(100, 500, $"i have {_spoken.Text} today"));
        host.Engines.Write(visit, $"ache {_written.Text}");
        await host.Clinician.RecordAsync(visit, _sound);
        await host.Clinician.StateAsync(visit, VisitState.Review);
        return visit;
    }

    bool IsLeak(ReadOnlySpan<byte> content)
    {
        foreach (var canary in Canaries)
        {
            if (canary.IsIn(content))
            {
                return true;
            }
        }

        return false;
    }

    static List<string> Scan(string folder, Search found)
    {
        List<string> hits = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            try
            {
                if (new FileInfo(file).UnixFileMode is not UnixFileMode.None && found(Read(file)))
                {
                    hits.Add(file);
                }
            }
            catch (FileNotFoundException)
            {
                // The database removed a temporary file meanwhile.
            }
            catch (IOException failure) when (failure.Message.Contains("No such device", StringComparison.Ordinal))
            {
                // A socket: nothing is stored in it.
            }
        }

        return hits;
    }

    static byte[] Read(string file)
    {
        // The ledger holds a lock on this file, which is refused to readers and must stay empty.
        if (Path.GetFileName(file) is "lock")
        {
            Assert.Equal(0, new FileInfo(file).Length);
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    static async Task CheckpointAsync()
    {
        await using var connection = new NpgsqlConnection(PrivatePostgres.Shared.SuperuserConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CHECKPOINT", connection);
        await command.ExecuteNonQueryAsync();
    }

    async Task<string> HangfireAsync()
    {
        await using var connection = await host.OpenControlDatabaseAsync();
        List<string> tables = [];
        await using (var command = new NpgsqlCommand("select table_name from information_schema.tables where table_schema = 'hangfire'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select coalesce(string_agg(t::text, E'\\n'), '') from hangfire.\"{table}\" t", connection);
            text.AppendLine((string?)await command.ExecuteScalarAsync());
        }

        return text.ToString();
    }

    async Task<List<Row>> CopyRowsAsync(Guid visit)
    {
        await using var connection = await host.OpenDatabaseAsync(host.North);
        await using var command = new NpgsqlCommand("select category, kind, sequence, sealed from records.sealed_records where encounter_id = $1", connection);
        command.Parameters.AddWithValue(visit);
        await using var reader = await command.ExecuteReaderAsync();
        List<Row> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(new Row(reader.GetInt16(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3)));
        }

        return rows;
    }

    async Task RestoreRowsAsync(Guid visit, IReadOnlyList<Row> rows)
    {
        await using var connection = await host.OpenDatabaseAsync(host.North);
        foreach (var row in rows)
        {
            await using var command = new NpgsqlCommand("insert into records.sealed_records (encounter_id, category, kind, sequence, sealed) values ($1, $2, $3, $4, $5) on conflict do nothing", connection);
            command.Parameters.AddWithValue(visit);
            command.Parameters.AddWithValue(row.Category);
            command.Parameters.AddWithValue(row.Kind);
            command.Parameters.AddWithValue(row.Sequence);
            command.Parameters.AddWithValue(row.Sealed);
            await command.ExecuteNonQueryAsync();
        }
    }

    async Task<int> ReadAsync(RecordAddress address)
    {
        var count = 0;
        await foreach (var _ in host.Services.GetRequiredService<RecordStore>().ReadAsync(host.North.Id, address, -1, default))
        {
            count++;
        }

        return count;
    }

    delegate bool Search(ReadOnlySpan<byte> content);

    sealed record Row(short Category, string Kind, long Sequence, byte[] Sealed);
}
