namespace OnPremLlm.Scribe.Evidence;

/// <summary>The words a statement may rest on: the segments it cites, and with each the question it answers or the answer it got.</summary>
internal sealed class Support
{
    Support(IEnumerable<SegmentReading> cited, IEnumerable<SegmentReading?> segments)
    {
        Cited = [.. cited.OrderBy(s => s.Index)];
        Segments = [.. segments.OfType<SegmentReading>().DistinctBy(s => s.Index).OrderBy(s => s.Index)];
    }

    public static Support With(IReadOnlyList<SegmentReading> cited) => new(cited, cited.SelectMany(s => new[] { s.Question, s, s.Answer }));

    /// <summary>Leaves questions and answers out that are not cited themselves.</summary>
    public static Support Only(IReadOnlyList<SegmentReading> cited) => new(cited, cited);

    public IReadOnlyList<SegmentReading> Cited { get; }
    public IReadOnlyList<SegmentReading> Segments { get; }

    /// <summary>The name (medicine or measurement) that a value at <paramref name="at"/> belongs to: "40 mg of X", else the last one before it, else the next one, else the last of an earlier segment.</summary>
    public string? OwnerOf(SegmentReading segment, int at, Func<Passage, IReadOnlyList<Finding>> names)
    {
        if (Nearest(segment.Passage, at, names(segment.Passage)) is { } own)
        {
            return own;
        }

        return Segments.Where(s => s.Index < segment.Index).SelectMany(s => names(s.Passage)).Select(f => f.Meaning).LastOrDefault();
    }

    public static string? Nearest(Passage passage, int at, IReadOnlyList<Finding> names)
    {
        var behindOf = names.Where(n => n.At > at && n.At <= at + 3 && passage.Tokens[n.At - 1].Text == "of").Select(n => n.Meaning).FirstOrDefault();
        return behindOf ?? names.Where(n => n.At < at).Select(n => n.Meaning).LastOrDefault() ?? names.Where(n => n.At > at).Select(n => n.Meaning).FirstOrDefault();
    }
}
