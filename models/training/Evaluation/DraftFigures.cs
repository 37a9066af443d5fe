using System.Globalization;
using System.Text;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis;

namespace OnPremLlm.Training.Evaluation;

/// <summary>
/// Counts of drafts against the reference notes of their visits. A fact is recalled where a statement of its section says it word for word, upper and lower case and
/// punctuation aside.
/// </summary>
internal sealed class DraftFigures
{
    readonly Dictionary<string, (int Facts, int Recalled, int Written)> sections = [];
    int visits;
    int exact;
    int symptoms;
    int flips;
    int medicines;
    int named;
    int wrongUse;
    int wrongSource;
    TimeSpan time;

    public void Add(SyntheticVisit visit, IReadOnlyList<Statement> draft, TimeSpan took)
    {
        var wrong = 0;
        foreach (var section in NoteSectionIds.All)
        {
            var reference = visit.Statements.Where(statement => statement.SectionId == section).ToList();
            var facts = reference.Select(statement => DraftWords.Of(visit.Render(statement))).ToHashSet(StringComparer.Ordinal);
            var written = draft.Where(statement => statement.SectionId == section).ToList();
            var recalled = written.Select(statement => DraftWords.Of(statement.Text)).Where(facts.Contains).Distinct().Count();
            var (allFacts, allRecalled, allWritten) = sections.GetValueOrDefault(section);
            sections[section] = (allFacts + facts.Count, allRecalled + recalled, allWritten + written.Count);
            wrong += facts.Count - recalled + written.Count - recalled;
            wrongSource += written.Count(statement => reference.Find(fact => DraftWords.Of(visit.Render(fact)) == DraftWords.Of(statement.Text)) is { } fact && !fact.Evidence.Any(turn => statement.Evidence.Contains($"s{turn + 1}")));
        }

        CountPolarity(visit, draft);
        CountMedicines(visit, draft);
        (visits, exact, time) = (visits + 1, exact + (wrong == 0 ? 1 : 0), time + took);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"section",-18}{"facts",8}{"recall",9}{"wrong",9}");
        foreach (var section in NoteSectionIds.All.Where(section => sections[section] is not (0, _, 0)))
        {
            Line(text, section, sections[section]);
        }

        Line(text, "all", sections.Values.Aggregate((a, b) => (a.Facts + b.Facts, a.Recalled + b.Recalled, a.Written + b.Written)));
        text.AppendLine(CultureInfo.InvariantCulture, $"visits {visits}, notes exact {exact}, symptoms on the wrong side {flips} of {symptoms}");
        text.AppendLine(CultureInfo.InvariantCulture, $"medicines {medicines}: named {Share(named, medicines)}, of these with another dose or frequency {wrongUse}");
        text.AppendLine(CultureInfo.InvariantCulture, $"right statements that cite none of the right segments {wrongSource}; {time.TotalSeconds / Math.Max(1, visits):F2} s a note");
        return text.ToString();
    }

    void CountPolarity(SyntheticVisit visit, IReadOnlyList<Statement> draft)
    {
        foreach (var (section, other) in new[] { (SectionIds.Reports, SectionIds.Denies), (SectionIds.Denies, SectionIds.Reports) })
        {
            var facts = visit.Statements.Where(statement => statement.SectionId == section).Select(statement => DraftWords.Of(visit.Render(statement))).ToHashSet(StringComparer.Ordinal);
            symptoms += facts.Count;
            flips += draft.Where(statement => statement.SectionId == other).Select(statement => DraftWords.Of(statement.Text)).Distinct().Count(facts.Contains);
        }
    }

    void CountMedicines(SyntheticVisit visit, IReadOnlyList<Statement> draft)
    {
        var names = visit.Facts.Select(fact => fact.Medicine).OfType<string>().Select(DraftWords.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var fact in visit.Statements.Where(statement => statement.SectionId == SectionIds.Medications))
        {
            var key = DraftWords.Of(visit.Render(fact));
            if (names.FirstOrDefault(name => DraftWords.Contains(key, name)) is { } name)
            {
                var written = draft.Where(statement => statement.SectionId == SectionIds.Medications).Select(statement => DraftWords.Of(statement.Text)).Where(text => DraftWords.Contains(text, name)).ToList();
                medicines++;
                named += written.Count > 0 ? 1 : 0;
                wrongUse += written.Count > 0 && !written.Contains(key) ? 1 : 0;
            }
        }
    }

    static void Line(StringBuilder text, string name, (int Facts, int Recalled, int Written) counts) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{name,-18}{counts.Facts,8}{Share(counts.Recalled, counts.Facts),9}{Share(counts.Written - counts.Recalled, counts.Written),9}");

    static string Share(int part, int all) => all == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / all:F1} %");
}
