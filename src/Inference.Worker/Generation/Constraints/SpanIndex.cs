using System.Buffers;
using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// All spans of some sources as a tree of bytes that grows where it is walked. A node is a run of <see cref="starts"/>: the places whose
/// next bytes are those on the way to the node. Growing one sorts its run by the next byte; nothing is sorted that no text comes to.
/// One thread at a time.
/// </summary>
internal sealed class SpanIndex
{
    const int NotGrown = -1;
    const int Places = 257;
    const int Wide = 4_096;
    const int DeepestWide = 6;

    readonly byte[] text;
    readonly bool[] canEnd; // before this byte
    readonly int[] until; // of a place where a span begins: where the longest one ends
    readonly int[] starts;
    readonly List<SpanNode> nodes = [];
    readonly int roots;

    /// <param name="sources">The texts.</param>
    /// <param name="named">The spans that a grammar names; a node for each.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: in a named line there is none.</exception>
    public SpanIndex(IReadOnlyList<SpanText> sources, IReadOnlyList<SpanRoot> named)
    {
        var length = sources.Sum(source => source.Utf8.Length + 1);
        text = new byte[length];
        canEnd = new bool[length];
        until = new int[length];
        var offsets = new int[sources.Count];
        for (int i = 0, at = 0; i < sources.Count; at += sources[i].Utf8.Length + 1, i++)
        {
            offsets[i] = at;
            Add(sources[i], at);
        }

        var begins = new List<int>();
        foreach (var root in named)
        {
            AddRoot(root, sources[root.Source], offsets[root.Source], begins);
        }

        starts = [.. begins];
        roots = nodes.Count;
        GrowWidest();
    }

    public int Count => nodes.Count;

    /// <summary>A node of no bytes, from which the spans go out that the grammar names by that number.</summary>
    public static int Root(int number) => number;

    /// <summary>Whether the bytes on the way to the node are a whole span.</summary>
    public bool CanEnd(int node) => nodes[node].CanEnd;

    /// <summary>The node one byte further; -1 when no span goes on so.</summary>
    public int Next(int node, byte value)
    {
        if (nodes[node].FirstChild == NotGrown)
        {
            Grow(node);
        }

        var (first, count) = (nodes[node].FirstChild, nodes[node].Children);
        for (var child = first; child < first + count; child++)
        {
            if (nodes[child].Label == value)
            {
                return child;
            }
        }

        return -1;
    }

    /// <summary>The bytes on the way to the node, and the root it belongs to.</summary>
    public (int Root, byte[] Bytes) PathTo(int node)
    {
        var at = nodes[node];
        return (at.Root, at.Depth == 0 ? [] : text.AsSpan(starts[at.From], at.Depth).ToArray());
    }

    /// <summary>Forgets all nodes but the roots.</summary>
    public void Shrink()
    {
        nodes.RemoveRange(roots, nodes.Count - roots);
        foreach (ref var root in CollectionsMarshal.AsSpan(nodes))
        {
            root.FirstChild = NotGrown;
        }
    }

    /// <summary>Whether each byte occurs.</summary>
    public bool[] Occurring()
    {
        var occurring = new bool[256];
        foreach (var value in text)
        {
            occurring[value] = true;
        }

        return occurring;
    }

    void Add(SpanText source, int at)
    {
        source.Utf8.CopyTo(text.AsSpan(at));
        foreach (var start in source.Starts)
        {
            until[at + start.From] = at + start.Until;
        }

        foreach (var end in source.Ends)
        {
            canEnd[at + end] = true;
        }
    }

    void AddRoot(SpanRoot root, SpanText source, int at, List<int> begins)
    {
        var first = begins.Count;
        begins.AddRange(source.StartsOf(root.Line).Select(span => at + span.From));
        GrammarRefusal.Require(root.Line is null || begins.Count > first, "The grammar names a line of a span source in which no span begins. Leave that alternative out.");
        nodes.Add(new() { Root = nodes.Count, From = first, To = begins.Count, FirstChild = NotGrown });
    }

    // What costs most is done before the thread that all requests share comes to it.
    void GrowWidest()
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            if (nodes[node].To - nodes[node].From >= Wide && nodes[node].Depth < DeepestWide)
            {
                Grow(node);
            }
        }
    }

    void Grow(int parent)
    {
        var node = nodes[parent];
        node.FirstChild = nodes.Count;
        if (node.To - node.From == 1)
        {
            GrowSingle(ref node);
        }
        else
        {
            GrowRun(ref node);
        }

        nodes[parent] = node;
    }

    // Most nodes soon stand for one place only.
    void GrowSingle(ref SpanNode node)
    {
        var at = starts[node.From] + node.Depth;
        if (at < until[starts[node.From]])
        {
            node.Children = 1;
            nodes.Add(Child(node, node.From, node.To, text[at], canEnd[at + 1]));
        }
    }

    void GrowRun(ref SpanNode node)
    {
        Span<int> next = stackalloc int[Places]; // first how many starts go on with a byte, then where they begin
        Span<bool> whole = stackalloc bool[Places];
        next.Clear();
        whole.Clear();
        for (var i = node.From; i < node.To; i++)
        {
            var place = PlaceOf(starts[i], node.Depth);
            next[place]++;
            whole[place] |= place > 0 && canEnd[starts[i] + node.Depth + 1];
        }

        var ended = next[0];
        node.Children = AddChildren(node, next, whole);
        if (node.Children > 1 || (ended > 0 && node.Children > 0))
        {
            Sort(node, next);
        }
    }

    // Leaves in `next` where the starts of each byte begin.
    int AddChildren(SpanNode parent, Span<int> next, ReadOnlySpan<bool> whole)
    {
        var from = parent.From;
        var before = nodes.Count;
        for (var place = 0; place < Places; place++)
        {
            var count = next[place];
            next[place] = from;
            from += count;
            if (place > 0 && count > 0)
            {
                nodes.Add(Child(parent, from - count, from, (byte)(place - 1), whole[place]));
            }
        }

        return nodes.Count - before;
    }

    void Sort(SpanNode node, Span<int> next)
    {
        var sorted = ArrayPool<int>.Shared.Rent(node.To - node.From);
        for (var i = node.From; i < node.To; i++)
        {
            sorted[next[PlaceOf(starts[i], node.Depth)]++ - node.From] = starts[i];
        }

        sorted.AsSpan(0, node.To - node.From).CopyTo(starts.AsSpan(node.From));
        ArrayPool<int>.Shared.Return(sorted);
    }

    // Starts whose longest span is over come first, then those of each byte.
    int PlaceOf(int start, int depth) => start + depth == until[start] ? 0 : text[start + depth] + 1;

    static SpanNode Child(SpanNode parent, int from, int to, byte label, bool canEnd) =>
        new() { Root = parent.Root, From = from, To = to, Depth = parent.Depth + 1, Label = label, CanEnd = canEnd, FirstChild = NotGrown };

    struct SpanNode
    {
        public int Root, From, To, Depth, FirstChild, Children;
        public byte Label;
        public bool CanEnd;
    }
}
