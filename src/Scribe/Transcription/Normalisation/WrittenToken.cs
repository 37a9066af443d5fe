namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>A piece of text as it is written, and the words that it stands for.</summary>
/// <param name="Text">"50", "milligrams", "A1c"; no spaces.</param>
/// <param name="FirstWord">Index of the first word it comes from.</param>
/// <param name="WordCount">At least 1. The tokens of an utterance cover each of its words once, in order.</param>
/// <param name="Retracted">The speaker took it back ("fifteen, sorry, fifty"): to be shown as such and not used as a value.</param>
public sealed record WrittenToken(string Text, int FirstWord, int WordCount, bool Retracted);
