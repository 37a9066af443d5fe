namespace OnPremLlm.Inference.Worker.Generation.Constraints;

internal enum NodeKind : byte
{
    /// <summary>One byte, by the edges.</summary>
    Bytes,

    /// <summary>All targets at once.</summary>
    Split,

    /// <summary>The routine of that value, then the next node.</summary>
    Call,

    /// <summary>A span as the root of that value says, then the next node.</summary>
    Span,

    /// <summary>Back to whoever called.</summary>
    Return,
}

/// <summary>Where a byte leads. Edges of one node have no byte in common.</summary>
internal readonly record struct ByteEdge(ByteRange Bytes, int Target);

/// <summary>A place in a compiled grammar.</summary>
internal readonly record struct Node(NodeKind Kind, int Value, int Next, ByteEdge[] Edges, int[] Targets)
{
    public static Node Return { get; } = new(NodeKind.Return, 0, 0, [], []);

    public static Node Bytes(params ByteEdge[] edges) => new(NodeKind.Bytes, 0, 0, edges, []);

    public static Node Split(params int[] targets) => new(NodeKind.Split, 0, 0, [], targets);

    public static Node Call(int routine, int next) => new(NodeKind.Call, routine, next, [], []);

    public static Node Span(int root, int next) => new(NodeKind.Span, root, next, [], []);
}

/// <summary>A compiled grammar. Its rules, repeated items and character classes are routines; a text begins with that of the root.</summary>
/// <param name="Nodes">The first is the one return of all routines.</param>
/// <param name="Entries">Where each routine begins.</param>
/// <param name="Spans">What the values of span nodes stand for.</param>
internal sealed record GrammarProgram(Node[] Nodes, int[] Entries, int Root, IReadOnlyList<SpanRoot> Spans);
