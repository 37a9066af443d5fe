using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>
/// Rotary positions (Su et al. 2021): element i of a head's first half turns with element i of its second half. llama.cpp's "llama" architecture
/// turns neighbours instead, so the exporter reorders q and k.
/// </summary>
internal sealed unsafe class Rotary
{
    readonly Floats cosines, sines;
    readonly int half;

    public Rotary(int headDim)
    {
        half = headDim / 2;
        cosines = new((long)ModelShape.Positions * half);
        sines = new((long)ModelShape.Positions * half);
        for (var i = 0; i < cosines.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(i / half * Math.Pow(ModelShape.RotaryBase, -(double)(i % half) / half));
            (cosines.Span[i], sines.Span[i]) = ((float)cosine, (float)sine);
        }
    }

    /// <summary>One head at a position, in and out. Element e of the head is at (e / 32) <paramref name="chunk"/> + e % 32 of <paramref name="to"/>.</summary>
    public void Turn(float* from, float* to, int chunk, int position, float factor)
    {
        for (var i = 0; i < half; i += Vectors.Width)
        {
            Vector512<float> a = Vector512.Load(from + i) * factor, b = Vector512.Load(from + half + i) * factor;
            Vector512<float> cosine = Vector512.Load(cosines.Start + ((long)position * half) + i), sine = Vector512.Load(sines.Start + ((long)position * half) + i);
            Vector512.Store((a * cosine) - (b * sine), to + Place(i, chunk));
            Vector512.Store((b * cosine) + (a * sine), to + Place(half + i, chunk));
        }
    }

    /// <summary>The way back, for gradients: <paramref name="from"/> is in chunks.</summary>
    public void TurnBack(float* from, float* to, int chunk, int position, float factor)
    {
        for (var i = 0; i < half; i += Vectors.Width)
        {
            Vector512<float> a = Vector512.Load(from + Place(i, chunk)) * factor, b = Vector512.Load(from + Place(half + i, chunk)) * factor;
            Vector512<float> cosine = Vector512.Load(cosines.Start + ((long)position * half) + i), sine = Vector512.Load(sines.Start + ((long)position * half) + i);
            Vector512.Store((a * cosine) + (b * sine), to + i);
            Vector512.Store((b * cosine) - (a * sine), to + half + i);
        }
    }

    static long Place(int element, int chunk) => ((long)(element / Tile.Columns) * chunk) + (element % Tile.Columns);
}
