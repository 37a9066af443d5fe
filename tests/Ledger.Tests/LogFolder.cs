using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace OnPremLlm.Ledger.Tests;

/// <summary>A log in a temporary folder, removed afterwards.</summary>
public sealed class LogFolder : IDisposable
{
    public const string Origin = "hospital.example/ledger/clinic-a";
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 30, 41, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);

    public byte[] Seed { get; } = RandomNumberGenerator.GetBytes(32);

    public string Path { get; } = Directory.CreateTempSubdirectory("ledger-").FullName;

    public Task<TransparencyLog> OpenAsync() => TransparencyLog.OpenAsync(Path, Origin, Seed, Clock, CancellationToken.None);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static LedgerEntry Entry(int number) => new()
    {
        Type = LedgerEntryType.AuditCommitted,
        Time = Start,
        Commitment = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number))),
    };

    public static LedgerEntry[] Entries(int first, int count) => [.. Enumerable.Range(first, count).Select(Entry)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
