using System.Globalization;

namespace OnPremLlm.Ledger;

/// <summary>Times as the log writes them: UTC, whole minutes in entries and whole seconds in certificates.</summary>
internal static class CoarseTime
{
    private const string MinuteFormat = "yyyy-MM-ddTHH:mmZ";
    private const string SecondFormat = "yyyy-MM-ddTHH:mm:ssZ";

    public static DateTimeOffset Minute(DateTimeOffset time) => Truncate(time, TimeSpan.TicksPerMinute);

    public static string FormatMinute(DateTimeOffset time) => time.ToUniversalTime().ToString(MinuteFormat, CultureInfo.InvariantCulture);

    public static string FormatSecond(DateTimeOffset time) => time.ToUniversalTime().ToString(SecondFormat, CultureInfo.InvariantCulture);

    public static bool TryParseMinute(string? text, out DateTimeOffset time) => TryParse(text, MinuteFormat, out time);

    public static bool TryParseSecond(string? text, out DateTimeOffset time) => TryParse(text, SecondFormat, out time);

    private static DateTimeOffset Truncate(DateTimeOffset time, long unit) => new(time.UtcTicks - time.UtcTicks % unit, TimeSpan.Zero);

    private static bool TryParse(string? text, string format, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
        && time.ToString(format, CultureInfo.InvariantCulture) == text;
}
