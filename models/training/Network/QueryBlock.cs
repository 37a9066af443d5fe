namespace OnPremLlm.Training.Network;

/// <summary>Neighbouring queries of one segment, and the keys that they may see: all of the prefix, if they are of a branch, then their own segment up to themselves.</summary>
/// <param name="Prefix">Empty for the queries of the prefix itself.</param>
/// <param name="First">Of the segment's rows.</param>
internal readonly record struct QueryBlock(Segment Prefix, Segment Own, int First)
{
    /// <summary>The most rows of a block; a multiple of 32.</summary>
    public const int MaxRows = 64;

    /// <summary>A multiple of 8: may reach past the segment's rows, never past its places.</summary>
    public int Rows => Math.Min(MaxRows, Segment.RoundUp(Own.Length - First, Tile.Rows));

    /// <summary>Rows of the segment among them.</summary>
    public int RealRows => Math.Min(Rows, Own.Length - First);

    /// <summary>The first query's place.</summary>
    public int Place => Own.Place + First;

    /// <summary>Keys of the own segment that the last query may see, in whole panels.</summary>
    public int OwnWidth => Segment.RoundUp(First + Rows, Tile.Columns);

    public int Width => Prefix.Places + OwnWidth;

    public static IEnumerable<QueryBlock> Of(IReadOnlyList<Segment> segments)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            for (var first = 0; first < segments[i].Length; first += MaxRows)
            {
                yield return new(i == 0 ? default : segments[0], segments[i], first);
            }
        }
    }
}
