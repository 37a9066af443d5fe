using System.Security.Cryptography;
using Npgsql;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.Stores;

/// <summary>Random tokens are stored as a record; the raw bytes of every file are searched for them.</summary>
public sealed class CanaryTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    const int Canaries = 50, TokenSize = 16;
    readonly EncounterId _visit = EncounterId.Create(TimeProvider.System);
    RecordAddress Segments => new(_visit, RecordCategory.Transcript, "segment");

    [Fact]
    public async Task No_file_of_the_database_or_the_keystore_contains_what_was_stored()
    {
        var token = await StoreCanariesAsync();
        await ExecuteAsSuperuserAsync("CHECKPOINT");

        Assert.Equal(0, FilesWith(token, PrivatePostgres.Shared.DataFolder));
        Assert.Equal(0, FilesWith(token, installation.Folder));
        Assert.Equal(Canaries, await ReadAllAsync());
    }

    /// <summary>Shows that the search above would find something: the same tokens, stored in clear.</summary>
    [Fact]
    public async Task The_same_search_finds_tokens_that_were_not_sealed()
    {
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        await ExecuteAsSuperuserAsync($"CREATE TABLE IF NOT EXISTS canary (token bytea); INSERT INTO canary VALUES ('\\x{Convert.ToHexString(token)}'); CHECKPOINT");

        Assert.InRange(FilesWith(token, PrivatePostgres.Shared.DataFolder), 2, int.MaxValue); // the heap and the WAL
    }

    [Fact]
    public async Task After_destruction_a_copy_of_the_rows_taken_before_opens_with_no_key_of_the_keystore()
    {
        await StoreCanariesAsync();
        var copies = await CopyRowsAsync();
        await installation.Keystore.DestroyAsync(installation.Red.Id, [Segments.Key], default);
        await installation.Records.RemoveAsync(installation.Red.Id, _visit, RecordCategory.Transcript, default);

        Assert.Equal(Canaries, copies.Count);
        await PutBackAsync(copies);
        await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => ReadAllAsync());
        await installation.RestartAsync();
        await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => ReadAllAsync());
        Assert.Equal(0, await CountOpenableAsync(copies));
    }

    [Fact]
    public async Task A_row_moved_to_another_sequence_is_refused()
    {
        await StoreCanariesAsync();
        var source = await installation.Databases.GetAsync(installation.Red.Id, default);
        await using var move = source.CreateCommand("UPDATE records.sealed_records SET sequence = 1000 WHERE encounter_id = $1 AND sequence = 0");
        move.Parameters.AddWithValue(_visit.Value);
        Assert.Equal(1, await move.ExecuteNonQueryAsync());

        await Assert.ThrowsAsync<TamperedRecordException>(() => ReadAllAsync());
    }

    /// <summary>Every record begins with the same random token, so that one search finds any of them.</summary>
    async Task<byte[]> StoreCanariesAsync()
    {
        await installation.Keystore.CreateRecordKeysAsync(installation.Red.Id, _visit, [RecordCategory.Transcript, RecordCategory.Note], default);
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        await installation.Records.AppendAsync(installation.Red.Id, Segments, [.. Enumerable.Range(0, Canaries).Select(i => new SealedObject(i, (byte[])[.. token, (byte)i]))], default);
        return token;
    }

    async Task<int> ReadAllAsync()
    {
        var count = 0;
        await foreach (var _ in installation.Records.ReadAsync(installation.Red.Id, Segments, -1, default))
        {
            count++;
        }

        return count;
    }

    async Task<List<(long Sequence, byte[] Sealed)>> CopyRowsAsync()
    {
        var source = await installation.Databases.GetAsync(installation.Red.Id, default);
        await using var command = source.CreateCommand("SELECT sequence, sealed FROM records.sealed_records WHERE encounter_id = $1");
        command.Parameters.AddWithValue(_visit.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, byte[])>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    async Task PutBackAsync(List<(long Sequence, byte[] Sealed)> rows)
    {
        var source = await installation.Databases.GetAsync(installation.Red.Id, default);
        await using var command = source.CreateCommand("INSERT INTO records.sealed_records (encounter_id, category, kind, sequence, sealed) SELECT $1, 2, 'segment', s, b FROM unnest($2, $3) AS r (s, b)");
        command.Parameters.AddWithValue(_visit.Value);
        command.Parameters.AddWithValue(rows.Select(row => row.Sequence).ToArray());
        command.Parameters.AddWithValue(rows.Select(row => row.Sealed).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    // With every record key that the keystore still has, and the right context: what a person with full access could try.
    async Task<int> CountOpenableAsync(List<(long Sequence, byte[] Sealed)> rows) =>
        await installation.Keystore.UseAsync(installation.Red.Id, new(_visit, RecordCategory.Note), rows, (key, copies) =>
        {
            var opened = 0;
            foreach (var (sequence, sealedBytes) in copies)
            {
                try
                {
                    ChunkedCipher.Open(key, SealingContext.Record(installation.Red.Id, _visit, RecordCategory.Transcript, "segment", sequence), sealedBytes);
                    opened++;
                }
                catch (TamperedRecordException)
                {
                    // Expected: another key.
                }
            }

            return opened;
        }, default);

    // The server removes files while they are read (WAL, temporary files of other tests): those are passed over.
    static int FilesWith(byte[] token, string folder) => System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(path =>
    {
        try
        {
            // Empty files (the keystore's locks, which cannot be opened twice) hold nothing.
            return new FileInfo(path).Length > 0 && File.ReadAllBytes(path).AsSpan().IndexOf(token) >= 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    });

    static async Task ExecuteAsSuperuserAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString());
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
