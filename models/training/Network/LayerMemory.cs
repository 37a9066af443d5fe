namespace OnPremLlm.Training.Network;

/// <summary>What the way back through a layer needs of the way there, [rows, width] each.</summary>
internal sealed class LayerMemory(ModelShape shape)
{
    public Floats Input { get; private set; } = new(0);

    /// <summary>[rows].</summary>
    public Floats InputScales { get; private set; } = new(0);

    public Floats Normed { get; private set; } = new(0);

    public Floats Qkv { get; private set; } = new(0);

    public Floats Attended { get; private set; } = new(0);

    /// <summary>[heads, places].</summary>
    public Floats LogSums { get; private set; } = new(0);

    public Floats Middle { get; private set; } = new(0);

    /// <summary>[rows].</summary>
    public Floats MiddleScales { get; private set; } = new(0);

    public Floats MiddleNormed { get; private set; } = new(0);

    public Floats GateUp { get; private set; } = new(0);

    public Floats Activated { get; private set; } = new(0);

    public void MakeRoom(ExampleLayout layout)
    {
        long rows = layout.Rows, dim = shape.Dim;
        Input = Floats.Room(Input, rows * dim);
        InputScales = Floats.Room(InputScales, rows);
        Normed = Floats.Room(Normed, rows * dim);
        Qkv = Floats.Room(Qkv, rows * 3 * dim);
        Attended = Floats.Room(Attended, rows * dim);
        LogSums = Floats.Room(LogSums, (long)shape.Heads * layout.Places);
        Middle = Floats.Room(Middle, rows * dim);
        MiddleScales = Floats.Room(MiddleScales, rows);
        MiddleNormed = Floats.Room(MiddleNormed, rows * dim);
        GateUp = Floats.Room(GateUp, rows * 2 * shape.FeedForward);
        Activated = Floats.Room(Activated, rows * shape.FeedForward);
    }
}
