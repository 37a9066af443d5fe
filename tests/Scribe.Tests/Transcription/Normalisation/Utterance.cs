using OnPremLlm.Scribe.Transcription.Normalisation;

namespace OnPremLlm.Scribe.Tests.Transcription.Normalisation;

internal static class Utterance
{
    public static IReadOnlyList<WrittenToken> Normalise(string spoken) =>
        InverseTextNormaliser.Normalise([.. spoken.Split(' ').Select((word, i) => new SpokenWord(word, i * 300, (i * 300) + 250, 0.9f))]);
}
