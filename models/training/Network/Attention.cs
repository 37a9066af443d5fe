namespace OnPremLlm.Training.Network;

/// <summary>
/// Attention of one layer, forward, head by head. Scores exist for one block of queries at a time, so memory grows with the rows and not with their
/// square; what the way back needs is the logarithm of each row's sum (Dao et al. 2022, FlashAttention).
/// </summary>
internal sealed unsafe class Attention(ModelShape shape, Rotary rotary)
{
    const float Log2E = 1.44269504f;
    readonly HeadBuffer q = new(shape.HeadDim), k = new(shape.HeadDim), v = new(shape.HeadDim), transposedK = new(shape.HeadDim), output = new(shape.HeadDim);
    Floats scores = new(0);

    /// <summary>q is turned and scaled so that 2^(q k) is what the softmax sums.</summary>
    public static float QueryFactor(ModelShape shape) => Log2E / MathF.Sqrt(shape.HeadDim);

    /// <param name="qkv">[rows, 3 dim], before the rotation.</param>
    /// <param name="attended">[rows, dim]; written.</param>
    /// <param name="logSums">[heads, places]; written where a place has a row.</param>
    public void Forward(ExampleLayout layout, float* qkv, float* attended, float* logSums)
    {
        Vectors.Clear(attended + ((long)layout.Count * shape.Dim), (layout.Rows - layout.Count) * (long)shape.Dim);
        for (var head = 0; head < shape.Heads; head++)
        {
            Gather(layout, qkv + (head * shape.HeadDim));
            foreach (var block in QueryBlock.Of(layout.Segments))
            {
                Forward(block, attended + (head * shape.HeadDim), logSums + ((long)head * layout.Places));
            }
        }
    }

    void Gather(ExampleLayout layout, float* from)
    {
        q.Clear(layout.Places);
        k.Clear(layout.Places);
        v.Clear(layout.Places);
        foreach (var segment in layout.Segments)
        {
            for (var i = 0; i < segment.Length; i++)
            {
                var row = from + ((segment.Row + i) * 3L * shape.Dim);
                var position = layout.Positions[segment.Row + i];
                rotary.Turn(row, q.At(0, segment.Place + i), q.Chunk, position, QueryFactor(shape));
                rotary.Turn(row + shape.Dim, k.At(0, segment.Place + i), k.Chunk, position, 1);
                v.Put(row + (2 * shape.Dim), segment.Place + i);
            }
        }

        transposedK.TransposeOf(k);
        output.Clear(layout.Places);
    }

    void Forward(QueryBlock block, float* attended, float* logSums)
    {
        var ld = block.Width + Vectors.Width; // rows must not all begin in the same cache set
        scores = Floats.Room(scores, (long)ld * QueryBlock.MaxRows);
        var own = scores.Start + block.Prefix.Places;
        HeadProducts.Scores(q, block.Place, block.Rows, transposedK, 0, block.Prefix.Places, scores.Start, ld);
        HeadProducts.Scores(q, block.Place, block.Rows, transposedK, block.Own.Place, block.OwnWidth, own, ld);
        var inverses = stackalloc float[QueryBlock.MaxRows];
        for (var i = 0; i < block.Rows; i++)
        {
            float* toPrefix = scores.Start + ((long)i * ld), toOwn = own + ((long)i * ld);
            var seen = block.First + i + 1;
            var greatest = Softmax.Greatest(toPrefix, block.Prefix.Length, Softmax.Greatest(toOwn, seen, float.MinValue));
            var sum = Softmax.Exponentiate(toPrefix, block.Prefix.Length, block.Prefix.Places, greatest) + Softmax.Exponentiate(toOwn, seen, block.OwnWidth, greatest);
            inverses[i] = 1 / sum;
            logSums[block.Place + i] = greatest + MathF.Log2(sum);
        }

        HeadProducts.AddWeighted(scores.Start, ld, v, 0, block.Prefix.Places, output, block.Place, block.Rows);
        HeadProducts.AddWeighted(own, ld, v, block.Own.Place, block.OwnWidth, output, block.Place, block.Rows);
        for (var i = 0; i < block.RealRows; i++)
        {
            output.Take(block.Place + i, attended + ((long)(block.Own.Row + block.First + i) * shape.Dim), inverses[i]);
        }
    }
}
