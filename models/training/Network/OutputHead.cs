using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>Final norm, logits and cross-entropy of the rows that predict something, some hundred at a time.</summary>
internal sealed unsafe class OutputHead(Weights weights)
{
    const int ChunkRows = 256;
    readonly int dim = weights.Shape.Dim, vocabulary = weights.Shape.Vocabulary;
    readonly Floats rows = new((long)ChunkRows * weights.Shape.Dim), dRows = new((long)ChunkRows * weights.Shape.Dim);
    readonly Floats normed = new((long)ChunkRows * weights.Shape.Dim), dNormed = new((long)ChunkRows * weights.Shape.Dim);
    readonly Floats logits = new((long)ChunkRows * weights.Shape.Vocabulary), scales = new(ChunkRows), scratch = new(Product.TransposedScratch(weights.Shape.Dim));

    /// <summary>Cross-entropy in nats, summed over the targets. Adds its gradient, times <paramref name="perTarget"/>, to dx [rows, dim] and to the gradients.</summary>
    public double LossAndGradient(float* x, IReadOnlyList<Target> targets, float perTarget, float* dx, float* gradients)
    {
        var loss = 0.0;
        foreach (var chunk in targets.Chunk(ChunkRows))
        {
            var padded = Logits(x, chunk);
            for (var i = 0; i < padded; i++)
            {
                var row = logits.Start + ((long)i * vocabulary);
                loss += i < chunk.Length ? CrossEntropy(row, chunk[i].Token, perTarget) : Ignore(row);
            }

            Backward(chunk, padded, dx, gradients);
        }

        return loss;
    }

    /// <summary>Logits of one row of x [rows, dim].</summary>
    public float[] LogitsOf(float* x, int row)
    {
        Logits(x, [new(row, 0)]);
        return logits.Span[..vocabulary].ToArray();
    }

    int Logits(float* x, Target[] chunk)
    {
        var padded = Segment.RoundUp(chunk.Length, Tile.Rows);
        for (var i = 0; i < padded; i++)
        {
            Vectors.Copy(x + ((long)chunk[Math.Min(i, chunk.Length - 1)].Row * dim), rows.Start + (i * dim), dim);
        }

        RmsNorm.Forward(rows.Start, weights.At(weights.Layout.FinalNorm), normed.Start, scales.Start, padded, dim);
        Product.Multiply(normed.Start, dim, weights.Embedding.Forward.Start, logits.Start, vocabulary, padded, vocabulary, dim, add: false);
        return padded;
    }

    void Backward(Target[] chunk, int padded, float* dx, float* gradients)
    {
        Product.Multiply(logits.Start, vocabulary, weights.Embedding.Backward.Start, dNormed.Start, dim, padded, dim, vocabulary, add: false);
        Product.AddTransposed(logits.Start, vocabulary, normed.Start, dim, gradients, padded, scratch.Start);
        dRows.Clear();
        var finalNorm = weights.Layout.FinalNorm;
        RmsNorm.Backward(rows.Start, weights.At(finalNorm), scales.Start, dNormed.Start, dRows.Start, gradients + finalNorm, chunk.Length, dim);
        for (var i = 0; i < chunk.Length; i++)
        {
            Vectors.Add(dx + ((long)chunk[i].Row * dim), dRows.Start + (i * dim), dim);
        }
    }

    double Ignore(float* row)
    {
        Vectors.Clear(row, vocabulary);
        return 0;
    }

    // Replaces the logits by the gradient of weight times the loss.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double CrossEntropy(float* row, int token, float weight)
    {
        var greatest = Softmax.Greatest(row, vocabulary, float.MinValue);
        var loss = (double)(greatest - row[token]);
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < vocabulary; i += Vectors.Width)
        {
            var p = Vectors.Exp(Vector512.Load(row + i) - Vector512.Create(greatest));
            sum += p;
            Vector512.Store(p, row + i);
        }

        var total = Vector512.Sum(sum);
        for (var i = 0; i < vocabulary; i += Vectors.Width)
        {
            Vector512.Store(Vector512.Load(row + i) * (weight / total), row + i);
        }

        row[token] -= weight;
        return loss + Math.Log(total);
    }
}
