using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>A transcript, read once for all statements that are checked against it. Immutable and thread-safe after construction.</summary>
public sealed class TranscriptReading
{
    readonly Dictionary<string, SegmentReading> byId = [];

    internal TranscriptReading(IReadOnlyList<TranscriptTurn> transcript, IReadOnlySet<string> formulary)
    {
        Segments = [.. transcript.Select((turn, i) => new SegmentReading(turn, i, Passage.Read(turn.Text, formulary)))];
        foreach (var segment in Segments)
        {
            byId[segment.Turn.SegmentId] = segment;
            LinkAnswer(segment);
        }

        var relative = new Dictionary<TranscriptSpeaker, bool>();
        foreach (var segment in Segments)
        {
            Retractions.Mark(segment.Passage, SpokenJustBefore(segment)?.Passage);
            relative[segment.Turn.Speaker] = Subjects.Mark(segment.Passage, relative.GetValueOrDefault(segment.Turn.Speaker), segment.Question?.Passage);
        }
    }

    internal IReadOnlyList<SegmentReading> Segments { get; }

    internal SegmentReading? Find(string id) => byId.GetValueOrDefault(id);

    void LinkAnswer(SegmentReading question)
    {
        var next = question.Index + 1 < Segments.Count ? Segments[question.Index + 1] : null;
        if (question.IsQuestion && next is { IsQuestion: false }
            && (next.Turn.Speaker != question.Turn.Speaker || next.Turn.Speaker == TranscriptSpeaker.Unknown))
        {
            (question.Answer, next.Question) = (next, question);
        }
    }

    // A correction may come as a segment of its own, with a short remark of the other speaker between, but not across a new question.
    SegmentReading? SpokenJustBefore(SegmentReading segment)
    {
        for (var i = segment.Index - 1; i >= 0 && i >= segment.Index - 2 && !Segments[i].IsQuestion; i--)
        {
            if (Segments[i].Turn.Speaker == segment.Turn.Speaker)
            {
                return Segments[i];
            }
        }

        return null;
    }
}
