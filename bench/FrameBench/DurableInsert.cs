using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.FrameBench;

/// <summary>The baseline: one row with the bytes of one frame of two channels, inserted and committed by Npgsql alone on the same cluster.</summary>
internal sealed class DurableInsert : IAsyncDisposable
{
    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);
    readonly NpgsqlConnection connection;

    // Random, as ciphertext is: PostgreSQL would compress anything else.
    readonly byte[] frame = RandomNumberGenerator.GetBytes(2 * AudioFrame.BytesPerChannel);

    public DurableInsert(string postgresFolder) => connection = new(new NpgsqlConnectionStringBuilder
    {
        Host = Path.Combine(postgresFolder, "run"),
        Username = "postgres",
        Password = File.ReadAllText(Path.Combine(postgresFolder, "superuser.password")).Trim(),
        Database = "postgres",
    }.ConnectionString);

    public async Task OpenAsync()
    {
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand("CREATE TABLE frames (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, pcm bytea NOT NULL)", connection);
        await create.ExecuteNonQueryAsync();
        for (var i = 0; i < 20; i++)
        {
            await InsertAsync(); // prepares, and warms up
        }
    }

    /// <summary>Inserts at the pace of one visit's frames until told to stop.</summary>
    public async Task<Latencies> RunAsync(CancellationToken stop)
    {
        var taken = new Latencies();
        while (!stop.IsCancellationRequested)
        {
            taken.Add(await InsertAsync());
            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }

        return taken;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    async Task<TimeSpan> InsertAsync()
    {
        var clock = Stopwatch.StartNew();
        await using var insert = new NpgsqlCommand("INSERT INTO frames (pcm) VALUES ($1)", connection) { Parameters = { new() { Value = frame } } };
        await insert.PrepareAsync();
        await insert.ExecuteNonQueryAsync(); // outside a transaction: returns when it is committed
        return clock.Elapsed;
    }
}
