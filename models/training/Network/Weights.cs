using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Network;

/// <summary>The weights in one buffer, and the packed copies that the products read. Between two calls of <see cref="Pack"/> any number of threads may read them.</summary>
internal sealed unsafe class Weights
{
    readonly List<(long Offset, int Rows, int Columns, Floats Forward, Floats Backward)> matrices = [];

    /// <summary>Random weights; the same seed gives the same. Call <see cref="Pack"/> before use.</summary>
    public Weights(ModelShape shape, ulong seed)
    {
        Layout = new(shape);
        All = new(Layout.Length);
        Initialize(new Dice(seed));
        var (dim, width) = (shape.Dim, shape.FeedForward);
        Embedding = Matrix(0, shape.Vocabulary, dim);
        Layers = [.. Layout.Layers.Select(layer => new PackedLayer(Matrix(layer.Qkv, 3 * dim, dim), Matrix(layer.AttentionOut, dim, dim), Matrix(layer.GateUp, 2 * width, dim), Matrix(layer.Down, dim, width)))];
    }

    public ModelShape Shape => Layout.Shape;

    public WeightLayout Layout { get; }

    public Floats All { get; }

    public Packed Embedding { get; }

    public IReadOnlyList<PackedLayer> Layers { get; }

    public float* At(long offset) => All.Start + offset;

    /// <summary>Refreshes the packed copies; call after every change of the weights.</summary>
    public void Pack()
    {
        foreach (var (offset, rows, columns, forward, backward) in matrices)
        {
            Product.PackTransposed(At(offset), columns, rows, columns, forward.Start);
            Product.Pack(At(offset), columns, rows, columns, backward.Start);
        }
    }

    Packed Matrix(long offset, int rows, int columns)
    {
        Floats forward = new((long)rows * columns), backward = new((long)rows * columns);
        matrices.Add((offset, rows, columns, forward, backward));
        return new(forward, backward);
    }

    void Initialize(Dice dice)
    {
        All.Span.Fill(1);
        foreach (var parameter in Layout.Parameters.Where(parameter => parameter.IsMatrix))
        {
            var deviation = parameter.IsEmbedding ? .02 : .5 / Math.Sqrt(parameter.Columns);
            var writesToStream = parameter.Name.EndsWith("attn_output.weight", StringComparison.Ordinal) || parameter.Name.EndsWith("ffn_down.weight", StringComparison.Ordinal);
            deviation /= writesToStream ? Math.Sqrt(2 * Shape.Layers) : 1;
            foreach (ref var weight in All.Span.Slice((int)parameter.Offset, (int)parameter.Length))
            {
                weight = (float)(Normal(dice) * deviation);
            }
        }
    }

    // Box and Muller 1958.
    static double Normal(Dice dice) => Math.Sqrt(-2 * Math.Log(1 - dice.Next())) * Math.Cos(2 * Math.PI * dice.Next());
}

/// <summary>A matrix [rows, columns] packed for x Wᵀ and for dy W.</summary>
internal sealed record Packed(Floats Forward, Floats Backward);

internal sealed record PackedLayer(Packed Qkv, Packed AttentionOut, Packed GateUp, Packed Down);
