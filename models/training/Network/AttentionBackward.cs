namespace OnPremLlm.Training.Network;

/// <summary>The way back through <see cref="Attention"/>: the scores are computed again, for a block of queries and a block of keys at a time.</summary>
internal sealed unsafe class AttentionBackward(ModelShape shape, Rotary rotary)
{
    const int KeyBlock = 128;
    const int Ld = KeyBlock + Vectors.Width;
    const float Ln2 = 0.693147181f;

    /// <summary>The logarithm of a sum so great that nothing has a share of it: for places without a row.</summary>
    const float Nothing = 1e30f;

    readonly HeadBuffer q = new(shape.HeadDim), k = new(shape.HeadDim), v = new(shape.HeadDim), transposedK = new(shape.HeadDim), transposedV = new(shape.HeadDim);
    readonly HeadBuffer dOutput = new(shape.HeadDim), dq = new(shape.HeadDim), dk = new(shape.HeadDim), dv = new(shape.HeadDim);
    readonly Floats scores = new(Ld * QueryBlock.MaxRows), dScores = new(Ld * QueryBlock.MaxRows);
    Floats logs = new(0), deltas = new(0);

    /// <param name="qkv">[rows, 3 dim], before the rotation.</param>
    /// <param name="attended">[rows, dim], as the way there wrote it.</param>
    /// <param name="logSums">[heads, places].</param>
    /// <param name="dAttended">[rows, dim].</param>
    /// <param name="dQkv">[rows, 3 dim]; written.</param>
    public void Run(ExampleLayout layout, float* qkv, float* attended, float* logSums, float* dAttended, float* dQkv)
    {
        Vectors.Clear(dQkv + (layout.Count * 3L * shape.Dim), (layout.Rows - layout.Count) * 3L * shape.Dim);
        (logs, deltas) = (Floats.Room(logs, layout.Places), Floats.Room(deltas, layout.Places));
        for (var head = 0; head < shape.Heads; head++)
        {
            var column = head * shape.HeadDim;
            Gather(layout, qkv + column, attended + column, logSums + ((long)head * layout.Places), dAttended + column);
            foreach (var block in QueryBlock.Of(layout.Segments))
            {
                Run(block);
            }

            Scatter(layout, dQkv + column);
        }
    }

    void Gather(ExampleLayout layout, float* qkv, float* attended, float* logSums, float* dAttended)
    {
        Array.ForEach([q, k, v, dOutput, dq, dk, dv], buffer => buffer.Clear(layout.Places));
        logs.Span.Fill(Nothing);
        foreach (var segment in layout.Segments)
        {
            for (var i = 0; i < segment.Length; i++)
            {
                var (row, place) = ((long)segment.Row + i, segment.Place + i);
                var from = qkv + (row * 3 * shape.Dim);
                var position = layout.Positions[(int)row];
                rotary.Turn(from, q.At(0, place), q.Chunk, position, Attention.QueryFactor(shape));
                rotary.Turn(from + shape.Dim, k.At(0, place), k.Chunk, position, 1);
                v.Put(from + (2 * shape.Dim), place);
                dOutput.Put(dAttended + (row * shape.Dim), place);
                logs.Start[place] = logSums[place];
                deltas.Start[place] = Vectors.Dot(dAttended + (row * shape.Dim), attended + (row * shape.Dim), shape.HeadDim);
            }
        }

        transposedK.TransposeOf(k);
        transposedV.TransposeOf(v);
    }

    void Run(QueryBlock block)
    {
        for (var key = 0; key < block.Prefix.Places; key += KeyBlock)
        {
            Run(block, key, Math.Min(KeyBlock, block.Prefix.Places - key), block.Prefix.Length - key, growth: 0);
        }

        for (var key = 0; key < block.OwnWidth; key += KeyBlock)
        {
            Run(block, block.Own.Place + key, Math.Min(KeyBlock, block.OwnWidth - key), block.First + 1 - key, growth: 1);
        }
    }

    // The first query sees so many of these keys, each further one `growth` more.
    void Run(QueryBlock block, int key, int width, int seen, int growth)
    {
        HeadProducts.Scores(q, block.Place, block.Rows, transposedK, key, width, scores.Start, Ld);
        HeadProducts.Scores(dOutput, block.Place, block.Rows, transposedV, key, width, dScores.Start, Ld);
        for (var i = 0; i < block.Rows; i++)
        {
            Softmax.Backward(scores.Start + (i * Ld), dScores.Start + (i * Ld), seen + (i * growth), width, logs.Start[block.Place + i], deltas.Start[block.Place + i]);
        }

        HeadProducts.AddTransposed(scores.Start, Ld, dOutput, block.Place, block.Rows, dv, key, width);
        HeadProducts.AddTransposed(dScores.Start, Ld, q, block.Place, block.Rows, dk, key, width);
        HeadProducts.AddWeighted(dScores.Start, Ld, k, key, width, dq, block.Place, block.Rows);
    }

    // The scores that the softmax knows are q k / sqrt(head dim); those here were of base 2.
    void Scatter(ExampleLayout layout, float* dQkv)
    {
        foreach (var segment in layout.Segments)
        {
            for (var i = 0; i < segment.Length; i++)
            {
                var to = dQkv + ((segment.Row + i) * 3L * shape.Dim);
                var position = layout.Positions[segment.Row + i];
                rotary.TurnBack(dq.At(0, segment.Place + i), to, dq.Chunk, position, Ln2 * Attention.QueryFactor(shape));
                rotary.TurnBack(dk.At(0, segment.Place + i), to + shape.Dim, dk.Chunk, position, Ln2);
                dv.Take(segment.Place + i, to + (2 * shape.Dim), 1);
            }
        }
    }
}
