using Microsoft.Extensions.Time.Testing;

namespace OnPremLlm.Ledger.Tests;

public sealed class CrashingWhileWriting
{
    private const string Folder = "/srv/ledger/clinic-a";
    private const int PowerCuts = 4; // seeds for each step

    // Across creation, a partial tile that grows, a tile that fills exactly, and a batch that spans tiles.
    private static readonly int[] s_batches = [1, 3, 251, 2, 300];
    private static readonly byte[] s_seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly FakeTimeProvider s_clock = new(LogFolder.Start);

    [Fact]
    public async Task A_kill_before_any_file_operation_loses_nothing_that_was_acknowledged()
    {
        var steps = await CountStepsAsync();
        Assert.True(steps > 100, $"Only {steps} operations were seen.");
        for (var step = 0; step <= steps; step++)
        {
            var (disk, acknowledged) = await WriteUntilAsync(step);
            await ContinuesAsync(disk.AfterKill(), acknowledged, $"killed before operation {step}");
        }
    }

    [Fact]
    public async Task A_power_cut_before_any_file_operation_loses_nothing_that_was_acknowledged()
    {
        var steps = await CountStepsAsync();
        for (var step = 0; step <= steps; step++)
        {
            var (disk, acknowledged) = await WriteUntilAsync(step);
            for (var seed = 0; seed < PowerCuts; seed++)
            {
                await ContinuesAsync(disk.AfterPowerCut(seed * 10_007 + step), acknowledged, $"power cut before operation {step}, seed {seed}");
            }
        }
    }

    [Fact]
    public async Task A_full_disk_fails_the_append_and_the_next_one_goes_through()
    {
        var disk = new CrashingDisk();
        await using var log = await OpenAsync(disk);
        disk.Fails = (operation, path) => operation == "write" && path.Contains("/tile/0/", StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(LogFolder.Entry(1), CancellationToken.None));
        disk.Fails = (_, _) => false;

        Assert.Equal(1, await log.AppendAsync(LogFolder.Entry(2), CancellationToken.None));
        await ContinuesAsync(disk.AfterPowerCut(1), [LogFolder.Entry(2).Commitment!], "after a full disk");
    }

    [Fact]
    public async Task A_head_that_may_or_may_not_be_durable_stops_the_log_until_it_is_opened_again()
    {
        var disk = new CrashingDisk();
        await using var log = await OpenAsync(disk);
        disk.Fails = (operation, path) => operation == "sync folder" && path == Folder;
        await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(LogFolder.Entry(1), CancellationToken.None));
        disk.Fails = (_, _) => false;

        var stopped = await Assert.ThrowsAsync<LedgerException>(() => log.AppendAsync(LogFolder.Entry(2), CancellationToken.None));
        Assert.Contains("open the ledger again", stopped.Message, StringComparison.Ordinal);
        await ContinuesAsync(disk.AfterKill(), [], "after an uncertain head");
    }

    private static async Task<int> CountStepsAsync() => (await WriteUntilAsync(int.MaxValue)).Disk.Operations;

    private static async Task<(CrashingDisk Disk, List<string> Acknowledged)> WriteUntilAsync(int step)
    {
        var disk = new CrashingDisk { CrashBefore = step };
        var acknowledged = new List<string>();
        try
        {
            await using var log = await OpenAsync(disk);
            foreach (var batch in s_batches)
            {
                var entries = LogFolder.Entries(acknowledged.Count, batch);
                await log.AppendAsync(entries, CancellationToken.None);
                acknowledged.AddRange(entries.Select(e => e.Commitment!));
            }
        }
        catch (SimulatedCrashException)
        {
        }
        return (disk, acknowledged);
    }

    private static async Task ContinuesAsync(CrashingDisk disk, List<string> acknowledged, string when)
    {
        string head;
        await using (var log = await OpenAsync(disk))
        {
            var read = await ReadAsync(log);
            Assert.True(read.Count >= acknowledged.Count && read[..acknowledged.Count].SequenceEqual(acknowledged), $"{when}: {read.Count} entries are left of {acknowledged.Count}.");
            Assert.True(read.Count == acknowledged.Count || s_batches.Contains(read.Count - acknowledged.Count), $"{when}: a part of a batch is left.");
            head = log.Head.Note;
            await log.AppendAsync(LogFolder.Entries(100_000, 2), CancellationToken.None);
        }
        await using var again = await OpenAsync(disk.AfterKill());
        Assert.True(await again.ContinuesAsync(head, CancellationToken.None), when);
        Assert.Equal(LogFolder.Entries(100_000, 2).Select(e => e.Commitment), (await ReadAsync(again))[^2..]);
    }

    private static async Task<List<string>> ReadAsync(TransparencyLog log)
    {
        var read = new List<string>();
        await foreach (var (_, entry) in log.ReadAsync(1, CancellationToken.None))
        {
            read.Add(entry.Commitment!);
        }
        return read;
    }

    private static Task<TransparencyLog> OpenAsync(CrashingDisk disk) => TransparencyLog.OpenAsync(disk, Folder, LogFolder.Origin, s_seed, s_clock, CancellationToken.None);
}
