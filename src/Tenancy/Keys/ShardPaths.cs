using System.Globalization;
using Folders = System.IO.Directory;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// Where the files of one tenant's shard of one day lie: the shard and its destruction intent in the keystore, its seal keys on the root's storage,
/// each named by day and seal key id.
/// </summary>
sealed record ShardPaths(string ShardFolder, string SealFolder, DateOnly Day)
{
    const string DayFormat = "yyyy-MM-dd";
    const string ShardSuffix = ".shard", IntentSuffix = ".intent", SealSuffix = ".seal";

    string Stem => Day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public string Shard => Path.Combine(ShardFolder, Stem + ShardSuffix);

    public string Intent => Path.Combine(ShardFolder, Stem + IntentSuffix);

    public string Seal(Guid sealKey) => Path.Combine(SealFolder, $"{Stem}.{sealKey:N}{SealSuffix}");

    /// <summary>The seal files of this day, with those that a crash left under their temporary name.</summary>
    public string[] AllSeals() => Folders.GetFiles(SealFolder, Stem + ".*");

    /// <summary>Whether a crash left something to carry to its end.</summary>
    public bool IsUnfinished() => File.Exists(Intent) || File.Exists(DurableFiles.TemporaryOf(Shard)) || AllSeals().Length > 1;

    /// <summary>The days of which a tenant has any file.</summary>
    public static IReadOnlyList<DateOnly> DaysIn(string shardFolder, string sealFolder) =>
        [.. Folders.GetFiles(shardFolder).Concat(Folders.GetFiles(sealFolder)).Select(DayOf).OfType<DateOnly>().Distinct().Order()];

    static DateOnly? DayOf(string path) =>
        DateOnly.TryParseExact(Path.GetFileName(path).AsSpan(0, Math.Min(DayFormat.Length, Path.GetFileName(path).Length)), DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) ? day : null;
}
