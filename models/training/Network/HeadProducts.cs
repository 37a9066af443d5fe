namespace OnPremLlm.Training.Network;

/// <summary>The products of one head. Rows are multiples of 8, widths of 32.</summary>
internal static unsafe class HeadProducts
{
    /// <summary>s[rows, width] = queries from a place on, times keys from a place on; the keys are transposed.</summary>
    public static void Scores(HeadBuffer queries, int place, int rows, HeadBuffer keys, int firstKey, int width, float* s, int ld)
    {
        for (var chunk = 0; chunk < queries.Chunks; chunk++)
        {
            for (var column = 0; column < width; column += Tile.Columns)
            {
                for (var row = 0; row < rows; row += Tile.Rows)
                {
                    Tile.OfRows(queries.At(chunk, place + row), Tile.Columns, keys.At(chunk, firstKey + column), s + ((long)row * ld) + column, ld, Tile.Columns, add: chunk > 0);
                }
            }
        }
    }

    /// <summary>to[rows from a place on] += s[rows, width] values[from a place on].</summary>
    public static void AddWeighted(float* s, int ld, HeadBuffer values, int firstValue, int width, HeadBuffer to, int place, int rows)
    {
        for (var chunk = 0; chunk < values.Chunks && width > 0; chunk++)
        {
            for (var row = 0; row < rows; row += Tile.Rows)
            {
                Tile.OfRows(s + ((long)row * ld), ld, values.At(chunk, firstValue), to.At(chunk, place + row), Tile.Columns, width, add: true);
            }
        }
    }

    /// <summary>to[width rows from a place on] += the transpose of s[rows, width], times values[rows from a place on].</summary>
    public static void AddTransposed(float* s, int ld, HeadBuffer values, int place, int rows, HeadBuffer to, int firstRow, int width)
    {
        for (var chunk = 0; chunk < values.Chunks; chunk++)
        {
            for (var row = 0; row < width; row += Tile.Rows)
            {
                Tile.OfColumns(s + row, ld, values.At(chunk, place), to.At(chunk, firstRow + row), Tile.Columns, rows, add: true);
            }
        }
    }
}
