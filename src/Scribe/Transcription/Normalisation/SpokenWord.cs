namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>A word as recognised: lower case, numbers in words.</summary>
/// <param name="StartMs">Milliseconds from the start of the recording.</param>
/// <param name="EndMs">Exclusive.</param>
/// <param name="Confidence">Posterior probability, 0 to 1.</param>
public sealed record SpokenWord(string Text, long StartMs, long EndMs, float Confidence);
