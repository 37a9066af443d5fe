using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>The same network written plainly, in double precision, token by token: what the fast one is compared with.</summary>
internal sealed class ReferenceModel(WeightLayout layout, double[] weights)
{
    readonly ModelShape shape = layout.Shape;

    /// <summary>Sum of the weighted cross-entropies.</summary>
    public double Loss(Example example, LossWeights per)
    {
        var sum = 0.0;
        var prefix = Run(example.Prefix, []);
        for (var i = 0; i + 1 < example.Prefix.Length; i++)
        {
            sum += per.PerPrefixToken * CrossEntropy(prefix[i].Stream, example.Prefix[i + 1]);
        }

        foreach (var branch in example.Branches)
        {
            var rows = Run([.. branch.Prompt, .. branch.Answer], prefix);
            sum += branch.Answer.Select((token, i) => per.PerAnswerToken * CrossEntropy(rows[branch.Prompt.Length - 1 + i].Stream, token)).Sum();
        }

        return sum;
    }

    // Keys and values of each layer stay with the row, for the rows after it.
    sealed record Row(double[] Stream, double[][] Keys, double[][] Values);

    List<Row> Run(ushort[] tokens, List<Row> before)
    {
        var rows = before.ToList();
        foreach (var token in tokens)
        {
            var row = new Row(weights[(token * shape.Dim)..((token + 1) * shape.Dim)], new double[shape.Layers][], new double[shape.Layers][]);
            rows.Add(row);
            for (var layer = 0; layer < shape.Layers; layer++)
            {
                Attend(row, layer, rows);
                FeedForward(row.Stream, layout.Layers[layer]);
            }
        }

        return rows[before.Count..];
    }

    void Attend(Row row, int layer, List<Row> rows)
    {
        var offsets = layout.Layers[layer];
        var normed = Norm(row.Stream, offsets.AttentionNorm);
        var query = Turn(Multiply(offsets.Qkv, shape.Dim, normed), rows.Count - 1);
        row.Keys[layer] = Turn(Multiply(offsets.Qkv + ((long)shape.Dim * shape.Dim), shape.Dim, normed), rows.Count - 1);
        row.Values[layer] = Multiply(offsets.Qkv + (2L * shape.Dim * shape.Dim), shape.Dim, normed);
        var attended = new double[shape.Dim];
        for (var head = 0; head < shape.Heads; head++)
        {
            var range = (head * shape.HeadDim)..((head + 1) * shape.HeadDim);
            var scores = rows.Select(other => Math.Exp(Dot(query[range], other.Keys[layer][range]) / Math.Sqrt(shape.HeadDim))).ToArray();
            for (var i = 0; i < scores.Length; i++)
            {
                AddTo(attended.AsSpan(range), rows[i].Values[layer].AsSpan(range), scores[i] / scores.Sum());
            }
        }

        AddTo(row.Stream, Multiply(offsets.AttentionOut, shape.Dim, attended), 1);
    }

    void FeedForward(double[] stream, LayerOffsets offsets)
    {
        var normed = Norm(stream, offsets.FeedForwardNorm);
        var gate = Multiply(offsets.GateUp, shape.FeedForward, normed);
        var up = Multiply(offsets.GateUp + ((long)shape.FeedForward * shape.Dim), shape.FeedForward, normed);
        AddTo(stream, Multiply(offsets.Down, shape.Dim, [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)]), 1);
    }

    double CrossEntropy(double[] stream, int token)
    {
        var logits = Multiply(0, shape.Vocabulary, Norm(stream, layout.FinalNorm));
        return Math.Log(logits.Sum(Math.Exp)) - logits[token];
    }

    double[] Norm(double[] x, long offset)
    {
        var scale = 1 / Math.Sqrt((Dot(x, x) / x.Length) + 1e-5);
        return [.. x.Select((value, i) => value * scale * weights[offset + i])];
    }

    double[] Turn(double[] x, int position)
    {
        var half = shape.HeadDim / 2;
        var turned = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(position * Math.Pow(10000, -(double)(i % half) / half));
            turned[i] = i % shape.HeadDim < half ? (x[i] * cosine) - (x[i + half] * sine) : (x[i] * cosine) + (x[i - half] * sine);
        }

        return turned;
    }

    double[] Multiply(long offset, int rows, double[] x)
    {
        var y = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            y[row] = Dot(weights.AsSpan((int)offset + (row * x.Length), x.Length), x);
        }

        return y;
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);

    static void AddTo(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }
}
