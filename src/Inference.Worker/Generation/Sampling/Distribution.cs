using System.Numerics.Tensors;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>
/// Weights of tokens in the order of their logits: after top-p, then min-p, both on the distribution at temperature 1, then temperature.
/// Scratch memory that is used for one token after another; one thread at a time.
/// </summary>
internal sealed class Distribution(int capacity)
{
    const int Buckets = 1_024;
    const float BucketsPerNat = 64;
    const int Block = 512;

    readonly float[] weights = new float[capacity];
    readonly float[] gathered = new float[capacity];
    readonly double[] mass = new double[Buckets];
    int count;

    /// <summary>Takes over logits, of which at least one is finite and none is above all numbers or none at all.</summary>
    public void Set(ReadOnlySpan<float> logits, SamplingSettings settings)
    {
        count = logits.Length;
        var current = weights.AsSpan(0, count);
        var max = TensorPrimitives.Max(logits);
        var least = settings.MinP > 0 ? max + MathF.Log(settings.MinP) : float.NegativeInfinity;
        TensorPrimitives.Subtract(logits, max, current);
        TensorPrimitives.Exp(current, current);
        var cut = settings.TopP < 1 ? TopP(logits, max, settings.TopP) : Place.None;
        if (settings.Temperature != 1)
        {
            Temper(logits, max, settings.Temperature);
        }

        if (least > float.NegativeInfinity || cut.Logit > float.NegativeInfinity)
        {
            Cut(logits, least, cut);
        }
    }

    /// <summary>The logits of these tokens; valid until the next call.</summary>
    public ReadOnlySpan<float> Gather(ReadOnlySpan<float> logits, ReadOnlySpan<int> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            gathered[i] = logits[tokens[i]];
        }

        return gathered.AsSpan(0, tokens.Length);
    }

    /// <summary>The sum of all weights that are left.</summary>
    public double Total() => TensorPrimitives.Sum<float>(weights.AsSpan(0, count));

    /// <summary>Takes an index out of the draw.</summary>
    public void Remove(int index) => weights[index] = 0;

    /// <summary>An index drawn by weight. <paramref name="at"/>: 0 to below 1.</summary>
    public int Draw(double at)
    {
        var rest = at * Total();
        var from = 0;
        for (double block; from + Block < count && (block = TensorPrimitives.Sum<float>(weights.AsSpan(from, Block))) <= rest; from += Block)
        {
            rest -= block;
        }

        var last = -1;
        for (var i = from; i < count; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                if ((rest -= weights[i]) < 0)
                {
                    return i;
                }
            }
        }

        return last >= 0 ? last : weights.AsSpan(0, count).LastIndexOfAnyExcept(0); // the sums differ in their last digits
    }

    void Temper(ReadOnlySpan<float> logits, float max, float temperature)
    {
        var current = weights.AsSpan(0, count);
        TensorPrimitives.Subtract(logits, max, current);
        TensorPrimitives.Divide(current, temperature, current);
        TensorPrimitives.Exp(current, current);
    }

    void Cut(ReadOnlySpan<float> logits, float least, Place last)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            if (logits[i] < least || logits[i] < last.Logit || (logits[i] == last.Logit && i > last.Index))
            {
                weights[i] = 0;
            }
        }
    }

    // The last of the likeliest tokens that together reach the share. Sorting all would cost more than the rest of sampling: their masses
    // are summed by distance from the best, and only where the share is reached is there anything to sort.
    Place TopP(ReadOnlySpan<float> logits, float max, float share)
    {
        Array.Clear(mass);
        for (var i = 0; i < logits.Length; i++)
        {
            mass[BucketOf(max - logits[i])] += weights[i];
        }

        var wanted = share * mass.Sum();
        var bucket = 0;
        for (; bucket < Buckets - 1 && wanted > mass[bucket]; bucket++)
        {
            wanted -= mass[bucket];
        }

        var inBucket = new List<Place>();
        for (var i = 0; i < logits.Length; i++)
        {
            if (BucketOf(max - logits[i]) == bucket)
            {
                inBucket.Add(new(logits[i], i));
            }
        }

        inBucket.Sort((a, b) => a.Logit != b.Logit ? b.Logit.CompareTo(a.Logit) : a.Index.CompareTo(b.Index));
        var last = inBucket.FindIndex(place => (wanted -= weights[place.Index]) <= 0);
        return last >= 0 ? inBucket[last] : inBucket.Count > 0 ? inBucket[^1] : Place.None;
    }

    static int BucketOf(float distance) => (int)MathF.Min(distance * BucketsPerNat, Buckets - 1);

    readonly record struct Place(float Logit, int Index)
    {
        public static Place None { get; } = new(float.NegativeInfinity, int.MaxValue);
    }
}
