using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>
/// One of a head's matrices (q, k, v or a gradient) of all places, [places, head dim], in chunks of 32 columns: chunk, place, column.
/// A chunk is a packed panel already, and its blocks of 32 places transpose into packed panels of the transpose.
/// </summary>
internal sealed unsafe class HeadBuffer(int headDim)
{
    Floats floats = new(0);

    public int Places { get; private set; }

    /// <summary>Floats from one chunk to the next.</summary>
    public int Chunk => Places * Tile.Columns;

    public int Chunks => headDim / Tile.Columns;

    /// <summary>Makes room and writes zeros.</summary>
    public void Clear(int places)
    {
        Places = places;
        floats = Floats.Room(floats, (long)places * headDim);
        Vectors.Clear(floats.Start, (long)places * headDim);
    }

    /// <summary>The row of a place, or the panel of the 32 places from there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int chunk, int place) => floats.Start + (((long)chunk * Places) + place) * Tile.Columns;

    /// <summary>Becomes the transpose of each block of 32 places, chunk by chunk.</summary>
    public void TransposeOf(HeadBuffer other)
    {
        Places = other.Places;
        floats = Floats.Room(floats, (long)Places * headDim);
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            for (var place = 0; place < Places; place += Tile.Columns)
            {
                Product.PackTransposed(other.At(chunk, place), Tile.Columns, Tile.Columns, Tile.Columns, At(chunk, place));
            }
        }
    }

    /// <summary>Writes a head's row into a place.</summary>
    public void Put(float* row, int place)
    {
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            Vectors.Copy(row + (chunk * Tile.Columns), At(chunk, place), Tile.Columns);
        }
    }

    /// <summary>Reads a place, times a factor, into a head's row.</summary>
    public void Take(int place, float* row, float factor)
    {
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            var from = At(chunk, place);
            for (var i = 0; i < Tile.Columns; i += Vectors.Width)
            {
                Vector512.Store(Vector512.Load(from + i) * factor, row + (chunk * Tile.Columns) + i);
            }
        }
    }
}
