namespace OnPremLlm.Host.Web;

/// <summary>How server-rendered tables write times and absent values.</summary>
internal static class PlainText
{
    /// <summary>UTC to the second, so that it can be compared with the ledger's entries; a dash for none.</summary>
    public static string Time(DateTimeOffset? at) => at is { } time ? $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "–";

    /// <summary>The first eight digits; the whole id stands in the title.</summary>
    public static string Short(Guid id) => id.ToString("D")[..8];
}
