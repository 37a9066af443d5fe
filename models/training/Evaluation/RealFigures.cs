using System.Globalization;
using System.Text;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Evaluation;

/// <summary>
/// Counts of drafts against notes that clinicians wrote: how many of the note's words of four letters or more and numbers, said in the dialogue and not among the most
/// common ones, are in the same part of the draft. No draft has results: the template asks for none.
/// </summary>
internal sealed class RealFigures
{
    static readonly HashSet<string> Common = "patient that this with have been from were they will there which would could also when than then them their what about your some into just like very well continue other today does time does would reports states denies history year years old male female presents".Split(' ').ToHashSet(StringComparer.Ordinal);

    readonly SortedDictionary<NotePart, (int Said, int Recalled, int Statements, int Invented)> parts = [];
    int visits;

    public void Add(RealNote note, IReadOnlyList<Statement> draft)
    {
        var said = note.Turns.SelectMany(turn => WordsOf(turn.Text)).ToHashSet(StringComparer.Ordinal);
        foreach (var part in Enum.GetValues<NotePart>())
        {
            var statements = draft.Where(statement => PartOf(statement.SectionId) == part).ToList();
            var (reference, written) = (WordsOf(note.Parts.GetValueOrDefault(part, "")).Where(said.Contains).ToHashSet(StringComparer.Ordinal), statements.SelectMany(statement => WordsOf(statement.Text)).ToHashSet(StringComparer.Ordinal));
            var counts = parts.GetValueOrDefault(part);
            parts[part] = (counts.Said + reference.Count, counts.Recalled + reference.Count(written.Contains), counts.Statements + statements.Count,
                counts.Invented + statements.Count(statement => DraftWords.Invented(statement, note.Turns).Any()));
        }

        visits++;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"part of the note",-20}{"words",8}{"recall",9}{"statements",12}{"invented",10}");
        foreach (var (part, counts) in parts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{part,-20}{counts.Said,8}{(counts.Said == 0 ? 0 : 100.0 * counts.Recalled / counts.Said),7:F1} %{counts.Statements,12}{counts.Invented,10}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"visits {visits}\n").ToString();
    }

    static IEnumerable<string> WordsOf(string text) => DraftWords.Of(text).Split(' ').Where(word => (word.Length >= 4 || word.Any(char.IsDigit)) && !Common.Contains(word));

    static NotePart PartOf(string sectionId) => sectionId switch
    {
        SectionIds.Vitals or SectionIds.Exam => NotePart.Exam,
        SectionIds.Diagnosis or SectionIds.Plan => NotePart.AssessmentAndPlan,
        _ => NotePart.Subjective,
    };
}
