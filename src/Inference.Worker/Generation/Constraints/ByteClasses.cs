namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Bytes that a grammar never tells apart share a class, so that a state's transitions need one place for all of them.</summary>
internal sealed class ByteClasses
{
    readonly byte[] classes = new byte[256];

    public ByteClasses(GrammarProgram program, bool[] alone)
    {
        var begins = new bool[257];
        foreach (var edge in program.Nodes.SelectMany(node => node.Edges))
        {
            begins[edge.Bytes.From] = begins[edge.Bytes.To + 1] = true;
        }

        for (var value = 1; value < 256; value++)
        {
            begins[value] |= alone[value] || alone[value - 1];
            classes[value] = (byte)(classes[value - 1] + (begins[value] ? 1 : 0));
        }
    }

    public int Count => classes[255] + 1;

    public int Of(byte value) => classes[value];
}
