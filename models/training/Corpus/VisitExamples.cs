using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Corpus;

/// <summary>Synthetic visits as the product shows them to a model, each with the answers that it ought to give for every section.</summary>
internal sealed class VisitExamples(BytePairTokenizer tokenizer, VisitMix mix) : IExampleSource
{
    static readonly IReadOnlyList<NoteSection> Sections = NoteTemplate.Soap.Sections;

    public Example At(long index)
    {
        for (var attempt = 0; ; attempt++)
        {
            var example = Of(mix.At(index, attempt));
            if (example.Prefix.Length + example.Branches.Max(branch => branch.Prompt.Length + branch.Answer.Length) <= ModelShape.Positions)
            {
                return example;
            }
        }
    }

    /// <summary>All that is to be learnt in merges, of one visit.</summary>
    public static IEnumerable<string> TextsOf(SyntheticVisit visit) => [TranscriptOf(visit), .. Sections.Select(section => AnswerOf(visit, section))];

    /// <summary>The transcript as the drafting format takes it.</summary>
    public static IReadOnlyList<TranscriptTurn> TurnsOf(SyntheticVisit visit) => [.. visit.Turns.Select((turn, i) => new TranscriptTurn($"s{i + 1}", SpeakerOf(turn.Speaker), turn.Text, 1))];

    Example Of(SyntheticVisit visit)
    {
        ushort[] prefix = [.. ChatMarks.System(tokenizer), .. tokenizer.Encode(PromptLayout.SystemText), .. ChatMarks.User(tokenizer), .. tokenizer.Encode(TranscriptOf(visit))];
        return new(prefix, [.. Sections.Select(section => new Branch(
            [.. tokenizer.Encode(DraftingLiterals.SectionOf(section)), BytePairTokenizer.Assistant],
            [.. tokenizer.Encode(AnswerOf(visit, section)), BytePairTokenizer.End]))]);
    }

    // Without its last line feed, which is part of a section's token.
    static string TranscriptOf(SyntheticVisit visit) => PromptLayout.Opening + PromptLayout.Lines(TurnsOf(visit))[..^1];

    static string AnswerOf(SyntheticVisit visit, NoteSection section) => AnswerText.Of(visit.Statements.Where(statement => statement.SectionId == section.Id), visit.Turns);

    static TranscriptSpeaker SpeakerOf(Speaker speaker) => speaker switch
    {
        Speaker.Clinician => TranscriptSpeaker.Clinician,
        Speaker.Patient => TranscriptSpeaker.Patient,
        Speaker.Other => TranscriptSpeaker.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(speaker)),
    };
}
