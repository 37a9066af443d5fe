using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Corpus;

/// <summary>
/// What the product's drafting format repeats word for word, each as one token of the demonstration model: a prompt of that model is hardly longer than what people
/// said, and the format costs it nothing to learn.
/// </summary>
internal static class DraftingLiterals
{
    /// <summary>Segments that have a token of their own; the numbers of later ones are spelt.</summary>
    const int MostSegments = 400;

    const string FirstSegment = PromptLayout.Opening + "[";
    const string NextSegment = "\n[";

    /// <summary>Of the product as it is now. A wording that changes takes the place of the old one in the exported file, and the model knows it by its token.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PromptLayout.SystemText, FirstSegment, NextSegment,
        .. Enum.GetValues<TranscriptSpeaker>().Select(speaker => $"] {PromptLayout.NameOf(speaker)}:"),
        .. NoteTemplate.Soap.Sections.Select(SectionOf),
        .. AnswerText.Pieces,
        .. Enumerable.Range(1, MostSegments).Select(number => $"s{number}"),
    ];

    /// <summary>With the line feed that ends the last segment.</summary>
    public static string SectionOf(NoteSection section) => "\n" + PromptLayout.Ask(section);
}
