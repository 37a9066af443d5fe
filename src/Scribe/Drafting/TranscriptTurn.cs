namespace OnPremLlm.Scribe.Drafting;

/// <summary>Who speaks in a segment.</summary>
public enum TranscriptSpeaker
{
    Unknown,
    Clinician,
    Patient,
}

/// <summary>One final segment of a visit's transcript, as the model and the evidence gate see it.</summary>
/// <param name="SegmentId">"s1", "s2", … : the letter s and a number from 1 to 99999, rising within the visit.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Text">Normalised text ("50 milligrams"); line breaks in it are read as spaces.</param>
/// <param name="LowestConfidence">The lowest confidence of its words, 0 to 1; 1 for a written transcript.</param>
public sealed record TranscriptTurn(string SegmentId, TranscriptSpeaker Speaker, string Text, float LowestConfidence);
