using System.Globalization;

namespace OnPremLlm.Ledger.Tiles;

/// <summary>Where the C2SP tlog-tiles layout keeps a tile or an entry bundle, relative to the log's folder.</summary>
internal static class TilePath
{
    /// <summary>Hashes or entries in a full tile or bundle (height 8).</summary>
    public const int Width = 256;

    public const string Entries = "entries";

    public static string Tile(int level, long index, int width) => Path(level.ToString(CultureInfo.InvariantCulture), index, width);

    public static string Bundle(long index, int width) => Path(Entries, index, width);

    /// <summary>The folder of the partial forms of a tile: <c>tile/0/x001/234.p</c>.</summary>
    public static string Partials(string kind, long index) => $"tile/{kind}/{Number(index)}.p";

    private static string Path(string kind, long index, int width) =>
        width == Width ? $"tile/{kind}/{Number(index)}" : string.Create(CultureInfo.InvariantCulture, $"{Partials(kind, index)}/{width}");

    // 1234067 is written x001/x234/067: no folder ever holds more than a thousand names.
    private static string Number(long index)
    {
        var path = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
        }
        return path;
    }
}
