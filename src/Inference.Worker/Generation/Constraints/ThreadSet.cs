namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// One way in which the text so far can be read: a stack and what comes next, either a node of bytes or, inside a span, a node of the span index.
/// </summary>
internal readonly record struct GrammarThread(int Stack, int Place) : IComparable<GrammarThread>
{
    public bool InSpan => Place < 0;

    public int SpanNode => ~Place;

    public static GrammarThread Inside(int stack, int spanNode) => new(stack, ~spanNode);

    public int CompareTo(GrammarThread other) => Stack != other.Stack ? Stack.CompareTo(other.Stack) : Place.CompareTo(other.Place);
}

/// <summary>All ways at once, sorted and distinct, and whether the text may end here. Equal when all of it is.</summary>
internal readonly struct ThreadSet(GrammarThread[] threads, bool canEnd) : IEquatable<ThreadSet>
{
    readonly int hash = Hash(threads, canEnd);

    public GrammarThread[] Threads => threads;

    public bool CanEnd => canEnd;

    public bool Equals(ThreadSet other) => hash == other.hash && CanEnd == other.CanEnd && Threads.AsSpan().SequenceEqual(other.Threads);

    public override bool Equals(object? obj) => obj is ThreadSet other && Equals(other);

    public override int GetHashCode() => hash;

    static int Hash(GrammarThread[] threads, bool canEnd)
    {
        var hash = new HashCode();
        hash.Add(canEnd);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(threads.AsSpan()));
        return hash.ToHashCode();
    }
}
