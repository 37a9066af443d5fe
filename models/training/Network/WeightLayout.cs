namespace OnPremLlm.Training.Network;

/// <summary>Where each tensor lies. q, k and v follow each other, and so do gate and up: each group is multiplied as one matrix.</summary>
internal sealed class WeightLayout
{
    readonly List<Parameter> parameters = [];

    public WeightLayout(ModelShape shape)
    {
        shape.Check();
        Shape = shape;
        Add(Parameter.EmbeddingName, shape.Vocabulary, shape.Dim);
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(AddLayer)];
        FinalNorm = Add("output_norm.weight", 1, shape.Dim);
    }

    public ModelShape Shape { get; }

    /// <summary>In the order of the buffer; [0] is the embedding.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    public IReadOnlyList<LayerOffsets> Layers { get; }

    public long FinalNorm { get; }

    /// <summary>Floats in all.</summary>
    public long Length => parameters[^1].Offset + parameters[^1].Length;

    LayerOffsets AddLayer(int layer)
    {
        var (dim, width) = (Shape.Dim, Shape.FeedForward);
        long Matrix(string name, int rows, int columns) => Add($"blk.{layer}.{name}.weight", rows, columns);
        var attentionNorm = Matrix("attn_norm", 1, dim);
        var qkv = Matrix("attn_q", dim, dim);
        Matrix("attn_k", dim, dim);
        Matrix("attn_v", dim, dim);
        var attentionOut = Matrix("attn_output", dim, dim);
        var feedForwardNorm = Matrix("ffn_norm", 1, dim);
        var gateUp = Matrix("ffn_gate", width, dim);
        Matrix("ffn_up", width, dim);
        return new(attentionNorm, qkv, attentionOut, feedForwardNorm, gateUp, Matrix("ffn_down", dim, width));
    }

    long Add(string name, int rows, int columns)
    {
        var offset = parameters.Count == 0 ? 0 : Length;
        parameters.Add(new(name, offset, rows, columns));
        return offset;
    }
}

/// <summary>Where the parts of a layer begin, in floats: Qkv is [3 dim, dim], GateUp [2 feed-forward, dim].</summary>
internal sealed record LayerOffsets(long AttentionNorm, long Qkv, long AttentionOut, long FeedForwardNorm, long GateUp, long Down);
