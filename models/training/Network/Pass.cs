namespace OnPremLlm.Training.Network;

/// <summary>The way of one example through the network and back, on one thread at a time, with that thread's memory and gradients.</summary>
internal sealed unsafe class Pass
{
    readonly Weights weights;
    readonly ModelShape shape;
    readonly Attention attention;
    readonly AttentionBackward attentionBackward;
    readonly OutputHead head;
    readonly LayerMemory[] layers;
    readonly Floats scratch;
    Floats x = new(0), dx = new(0), wide = new(0), dWide = new(0);

    public Pass(Weights weights)
    {
        (this.weights, shape) = (weights, weights.Shape);
        var rotary = new Rotary(shape.HeadDim);
        (attention, attentionBackward, head) = (new(shape, rotary), new(shape, rotary), new(weights));
        layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new LayerMemory(shape))];
        Gradients = new(weights.Layout.Length);
        scratch = new(Product.TransposedScratch(Math.Max(shape.Dim, shape.FeedForward)));
    }

    /// <summary>Laid out as <see cref="Weights.All"/>; <see cref="Learn"/> adds to them.</summary>
    public Floats Gradients { get; }

    /// <summary>Adds the example's gradients and returns its losses.</summary>
    public Losses Learn(ExampleLayout layout, LossWeights per)
    {
        Forward(layout);
        dx.Clear();
        var answer = head.LossAndGradient(x.Start, layout.AnswerTargets, per.PerAnswerToken, dx.Start, Gradients.Start);
        var prefix = per.PerPrefixToken == 0 ? 0 : head.LossAndGradient(x.Start, layout.PrefixTargets, per.PerPrefixToken, dx.Start, Gradients.Start);
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
        {
            FeedForwardBackward(layers[layer], weights.Layers[layer], weights.Layout.Layers[layer], layout.Rows);
            AttentionBackward(layers[layer], weights.Layers[layer], weights.Layout.Layers[layer], layout);
        }

        for (var row = 0; row < layout.Count; row++)
        {
            Vectors.Add(Gradients.Start + ((long)layout.Tokens[row] * shape.Dim), dx.Start + ((long)row * shape.Dim), shape.Dim);
        }

        return new(answer, prefix);
    }

    /// <summary>For each token of the answers the one that the network finds most probable there, given those before it.</summary>
    public int[] Predict(ExampleLayout layout) => [.. Logits(layout, [.. layout.AnswerTargets.Select(target => target.Row)]).Select(logits => logits.AsSpan().IndexOf(logits.Max()))];

    /// <summary>Logits of rows, [vocabulary] each.</summary>
    public IEnumerable<float[]> Logits(ExampleLayout layout, IReadOnlyList<int> rows)
    {
        Forward(layout);
        return rows.Select(row => head.LogitsOf(x.Start, row));
    }

    void Forward(ExampleLayout layout)
    {
        MakeRoom(layout);
        for (var row = 0; row < layout.Rows; row++)
        {
            var token = row < layout.Count ? layout.Tokens[row] : 0;
            Vectors.Copy(weights.At((long)token * shape.Dim), x.Start + ((long)row * shape.Dim), shape.Dim);
        }

        for (var layer = 0; layer < shape.Layers; layer++)
        {
            AttentionForward(layers[layer], weights.Layers[layer], weights.Layout.Layers[layer], layout);
            FeedForward(layers[layer], weights.Layers[layer], weights.Layout.Layers[layer], layout.Rows);
        }
    }

    void MakeRoom(ExampleLayout layout)
    {
        Array.ForEach(layers, layer => layer.MakeRoom(layout));
        long rows = layout.Rows, widest = Math.Max(3 * shape.Dim, 2 * shape.FeedForward);
        (x, dx) = (Floats.Room(x, rows * shape.Dim), Floats.Room(dx, rows * shape.Dim));
        (wide, dWide) = (Floats.Room(wide, rows * widest), Floats.Room(dWide, rows * widest));
    }

    void AttentionForward(LayerMemory memory, PackedLayer packed, LayerOffsets offsets, ExampleLayout layout)
    {
        var (rows, dim) = (layout.Rows, shape.Dim);
        Vectors.Copy(x.Start, memory.Input.Start, (long)rows * dim);
        RmsNorm.Forward(x.Start, weights.At(offsets.AttentionNorm), memory.Normed.Start, memory.InputScales.Start, rows, dim);
        Product.Multiply(memory.Normed.Start, dim, packed.Qkv.Forward.Start, memory.Qkv.Start, 3 * dim, rows, 3 * dim, dim, add: false);
        attention.Forward(layout, memory.Qkv.Start, memory.Attended.Start, memory.LogSums.Start);
        Product.Multiply(memory.Attended.Start, dim, packed.AttentionOut.Forward.Start, x.Start, dim, rows, dim, dim, add: true);
    }

    void FeedForward(LayerMemory memory, PackedLayer packed, LayerOffsets offsets, int rows)
    {
        var (dim, width) = (shape.Dim, shape.FeedForward);
        Vectors.Copy(x.Start, memory.Middle.Start, (long)rows * dim);
        RmsNorm.Forward(x.Start, weights.At(offsets.FeedForwardNorm), memory.MiddleNormed.Start, memory.MiddleScales.Start, rows, dim);
        Product.Multiply(memory.MiddleNormed.Start, dim, packed.GateUp.Forward.Start, memory.GateUp.Start, 2 * width, rows, 2 * width, dim, add: false);
        SwiGlu.Forward(memory.GateUp.Start, memory.Activated.Start, rows, width);
        Product.Multiply(memory.Activated.Start, width, packed.Down.Forward.Start, x.Start, dim, rows, dim, width, add: true);
    }

    void FeedForwardBackward(LayerMemory memory, PackedLayer packed, LayerOffsets offsets, int rows)
    {
        var (dim, width) = (shape.Dim, shape.FeedForward);
        Product.AddTransposed(dx.Start, dim, memory.Activated.Start, width, Gradients.Start + offsets.Down, rows, scratch.Start);
        Product.Multiply(dx.Start, dim, packed.Down.Backward.Start, wide.Start, width, rows, width, dim, add: false);
        SwiGlu.Backward(memory.GateUp.Start, wide.Start, dWide.Start, rows, width);
        Product.AddTransposed(dWide.Start, 2 * width, memory.MiddleNormed.Start, dim, Gradients.Start + offsets.GateUp, rows, scratch.Start);
        Product.Multiply(dWide.Start, 2 * width, packed.GateUp.Backward.Start, wide.Start, dim, rows, dim, 2 * width, add: false);
        RmsNorm.Backward(memory.Middle.Start, weights.At(offsets.FeedForwardNorm), memory.MiddleScales.Start, wide.Start, dx.Start, Gradients.Start + offsets.FeedForwardNorm, rows, dim);
    }

    void AttentionBackward(LayerMemory memory, PackedLayer packed, LayerOffsets offsets, ExampleLayout layout)
    {
        var (rows, dim) = (layout.Rows, shape.Dim);
        Product.AddTransposed(dx.Start, dim, memory.Attended.Start, dim, Gradients.Start + offsets.AttentionOut, rows, scratch.Start);
        Product.Multiply(dx.Start, dim, packed.AttentionOut.Backward.Start, wide.Start, dim, rows, dim, dim, add: false);
        attentionBackward.Run(layout, memory.Qkv.Start, memory.Attended.Start, memory.LogSums.Start, wide.Start, dWide.Start);
        Product.AddTransposed(dWide.Start, 3 * dim, memory.Normed.Start, dim, Gradients.Start + offsets.Qkv, rows, scratch.Start);
        Product.Multiply(dWide.Start, 3 * dim, packed.Qkv.Backward.Start, wide.Start, dim, rows, dim, 3 * dim, add: false);
        RmsNorm.Backward(memory.Input.Start, weights.At(offsets.AttentionNorm), memory.InputScales.Start, wide.Start, dx.Start, Gradients.Start + offsets.AttentionNorm, rows, dim);
    }
}
