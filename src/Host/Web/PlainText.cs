namespace OnPremLlm.Host.Web;

/// <summary>How server-rendered tables write times, spans, ids and absent values.</summary>
internal static class PlainText
{
    /// <summary>UTC to the second, so that it can be compared with the ledger's entries; a dash for none.</summary>
    public static string Time(DateTimeOffset? at) => at is { } time ? $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "–";

    /// <summary>UTC to the minute, of what is known no finer.</summary>
    public static string Minute(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary>The last eight digits, which are random; the first ones are the time, alike in all visits of an hour. The whole id stands in the title.</summary>
    public static string Short(Guid id) => $"…{id.ToString("D")[^8..]}";

    /// <summary>"60 seconds", "24 hours", "7 days": in the largest unit that leaves no rest and is more than one; hours up to three days.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: var ticks } when ticks > 3 * TimeSpan.TicksPerDay && ticks % TimeSpan.TicksPerDay == 0 => Count(ticks / TimeSpan.TicksPerDay, "day"),
        { Ticks: var ticks } when ticks > TimeSpan.TicksPerHour && ticks % TimeSpan.TicksPerHour == 0 => Count(ticks / TimeSpan.TicksPerHour, "hour"),
        { Ticks: var ticks } when ticks > TimeSpan.TicksPerMinute && ticks % TimeSpan.TicksPerMinute == 0 => Count(ticks / TimeSpan.TicksPerMinute, "minute"),
        _ => Count((long)span.TotalSeconds, "second"),
    };

    /// <summary>"1 record", "12,345 records".</summary>
    public static string Count(long number, string one) => $"{number:N0} {one}{(number == 1 ? "" : "s")}";
}
