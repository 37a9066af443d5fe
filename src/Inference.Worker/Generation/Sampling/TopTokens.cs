using System.Numerics;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>The largest of many numbers.</summary>
internal static class TopTokens
{
    /// <summary>Fills <paramref name="top"/> with the indices of the largest values, largest first, and returns how many there are. Of equal ones the first.</summary>
    public static int Select(ReadOnlySpan<float> values, Span<int> top)
    {
        var count = 0;
        var i = 0;
        while (i < values.Length && top.Length > 0)
        {
            if (count == top.Length && values.Length - i >= Vector<float>.Count && !Vector.GreaterThanAny(new Vector<float>(values[i..]), new Vector<float>(values[top[^1]])))
            {
                i += Vector<float>.Count;
                continue;
            }

            count = Insert(values, top, count, i++);
        }

        return count;
    }

    static int Insert(ReadOnlySpan<float> values, Span<int> top, int count, int index)
    {
        var place = count;
        while (place > 0 && values[top[place - 1]] < values[index])
        {
            place--;
        }

        if (place == top.Length)
        {
            return count;
        }

        var kept = Math.Min(count, top.Length - 1);
        top[place..kept].CopyTo(top[(place + 1)..]);
        top[place] = index;
        return kept + 1;
    }
}
