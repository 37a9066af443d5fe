using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>A segment of the transcript, read, with the question it answers or the answer it got.</summary>
internal sealed class SegmentReading(TranscriptTurn turn, int index, Passage passage)
{
    public TranscriptTurn Turn { get; } = turn;
    public int Index { get; } = index;
    public Passage Passage { get; } = passage;

    /// <summary>Set on a question.</summary>
    public SegmentReading? Answer { get; set; }

    /// <summary>Set on an answer.</summary>
    public SegmentReading? Question { get; set; }

    public bool IsQuestion { get; } = Questions.IsOne(turn, passage);

    /// <summary>Whether a word is said to be so, counting the answer where it stands in a question.</summary>
    public Polarity PolarityAt(int token) => !IsQuestion ? Passage.Polarities[token] : Questions.Sense(this);
}
