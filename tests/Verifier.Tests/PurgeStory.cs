using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier.Tests;

/// <summary>A tenant's log in a temporary folder, told as visits that are recorded, become due, are held and purged.</summary>
public sealed class PurgeStory : IAsyncDisposable
{
    public const string Tenant = "7f3c2a10";
    public const string Policy = "3:sha256-5f1d";
    public const string SealKey = "seal-1";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 9, 30, 41, TimeSpan.Zero));
    private readonly Dictionary<string, DateTimeOffset> _due = [];

    private PurgeStory(string folder) => Folder = folder;

    public string Folder { get; }

    public TransparencyLog Log { get; private set; } = null!; // set by BeginAsync, the only way to get a story

    public DateTimeOffset Now => _clock.GetUtcNow();

    public static async Task<PurgeStory> BeginAsync()
    {
        var story = new PurgeStory(Directory.CreateTempSubdirectory("story-").FullName);
        story.Log = await TransparencyLog.OpenAsync(Path.Combine(story.Folder, "log"), $"hospital.example/{Tenant}", RandomNumberGenerator.GetBytes(32), story._clock, CancellationToken.None);
        return story;
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    public async Task<Guid> RecordVisitAsync(params string[] categories)
    {
        var visit = Guid.NewGuid();
        foreach (var category in categories)
        {
            await AppendAsync(LedgerEntryType.RecordKeyCreated, e => e with { Visit = visit, Category = category, Items = [Key(visit, category)] });
        }
        return visit;
    }

    public async Task MakeDueAsync(Guid visit, string category, TimeSpan inTime)
    {
        _due[LedgerEntry.RecordItem(visit, category)] = Now + inTime;
        await AppendAsync(LedgerEntryType.Triggered, e => e with { Visit = visit, Category = category, Due = Now + inTime });
    }

    public Task LoadModelAsync() =>
        AppendAsync(LedgerEntryType.ModelLoaded, e => e with { Items = ["model:demo", "engine:llama.cpp/0.5.0-dev", "isolation:shared"], Commitment = new('a', 64) });

    public Task HoldAsync(Guid visit) => AppendAsync(LedgerEntryType.HoldPlaced, e => e with { Visit = visit });

    public Task ReleaseAsync(Guid visit) => AppendAsync(LedgerEntryType.HoldReleased, e => e with { Visit = visit });

    public Task IntendAsync(Guid purge, params (Guid Visit, string Category)[] records) =>
        AppendAsync(LedgerEntryType.PurgeIntended, e => e with { Disposition = purge, Items = [.. records.Select(r => LedgerEntry.RecordItem(r.Visit, r.Category))] });

    public async Task<byte[]> PurgeAsync(params (Guid Visit, string Category)[] records)
    {
        var purge = Guid.NewGuid();
        await IntendAsync(purge, records);
        return await ReceiptAsync(purge, records);
    }

    public async Task<byte[]> ReceiptAsync(Guid purge, params (Guid Visit, string Category)[] records)
    {
        var bytes = Certificate(purge, records).ToBytes();
        await AppendReceiptAsync(purge, bytes, records);
        return bytes;
    }

    public Task AppendReceiptAsync(Guid purge, byte[] certificate, params (Guid Visit, string Category)[] records) =>
        AppendAsync(LedgerEntryType.PurgeReceipt, e => e with
        {
            Disposition = purge,
            Policy = Policy,
            Items = [.. records.Select(r => LedgerEntry.RecordItem(r.Visit, r.Category)), .. records.Select(r => Key(r.Visit, r.Category))],
            Commitment = PurgeCertificate.CommitmentOf(certificate),
        });

    public PurgeCertificate Certificate(Guid purge, params (Guid Visit, string Category)[] records) => new()
    {
        Id = purge,
        Tenant = Tenant,
        Policy = Policy,
        State = CertificateState.Final,
        Records = [.. records.Select(r => new DestroyedRecord { Visit = r.Visit, Category = r.Category, Due = _due.GetValueOrDefault(LedgerEntry.RecordItem(r.Visit, r.Category), Now), DestroyedAt = Now, Key = Key(r.Visit, r.Category) })],
        DestroyedKeys = [.. records.Select(r => Key(r.Visit, r.Category))],
        ResealedShards = ["shard-1"],
        DestroyedSealKeys = [SealKey],
        Method = PurgeCertificate.CryptographicErase,
        Cipher = "AES-256-GCM, committing, 16 KiB chunks",
        Counts = new CertificateCounts { Due = records.Length, Destroyed = records.Length, Held = 0 },
        RowsRemoved = 12,
        Provider = "file",
        Assumptions = ["No snapshot of the keystore's disk is kept beyond the listed backups."],
        IssuedAt = Now,
    };

    public Task<ReceiptBundle> ExportAsync(byte[] certificate, LogExport export) => ReceiptExport.CreateAsync(Log, certificate, export, CancellationToken.None);

    /// <summary>Two visits, the audio of both purged a minute after it was due; one transcript lives on under no date.</summary>
    public static async Task<(PurgeStory Story, byte[] Certificate)> OfTwoVisitsAsync()
    {
        var story = await BeginAsync();
        var first = await story.RecordVisitAsync("audio", "transcript");
        await story.LoadModelAsync();
        var second = await story.RecordVisitAsync("audio");
        story.Pass(TimeSpan.FromMinutes(20));
        await story.MakeDueAsync(first, "audio", TimeSpan.FromMinutes(1));
        await story.MakeDueAsync(second, "audio", TimeSpan.FromMinutes(1));
        story.Pass(TimeSpan.FromMinutes(2));
        var certificate = await story.PurgeAsync((first, "audio"), (second, "audio"));
        return (story, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Key(Guid visit, string category) => $"key-{visit:N}-{category}";

    private Task<long> AppendAsync(LedgerEntryType type, Func<LedgerEntry, LedgerEntry> fill) => Log.AppendAsync(fill(new LedgerEntry { Type = type, Time = Now }), CancellationToken.None);
}
