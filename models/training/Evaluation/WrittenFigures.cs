using System.Globalization;
using System.Text;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Evaluation;

/// <summary>Counts of drafts against the facts of visits that no generator made.</summary>
internal sealed class WrittenFigures
{
    readonly SortedDictionary<string, (int Facts, int Recalled, int Cited)> sections = new(StringComparer.Ordinal);
    int visits;
    int statements;
    int beside;
    int invented;
    int flips;
    int symptoms;
    int medicines;
    int wrongUse;

    public void Add(WrittenVisit visit, IReadOnlyList<Statement> draft)
    {
        var written = draft.Select(statement => (statement.SectionId, Text: DraftWords.Of(statement.Text), statement.Evidence)).ToList();
        foreach (var fact in visit.Facts)
        {
            var right = written.Where(statement => statement.SectionId == fact.SectionId && fact.IsIn(statement.Text)).ToList();
            var (facts, recalled, cited) = sections.GetValueOrDefault(fact.SectionId);
            sections[fact.SectionId] = (facts + 1, recalled + (right.Count > 0 ? 1 : 0), cited + (right.Exists(statement => statement.Evidence.Any(fact.Evidence.Contains)) ? 1 : 0));
            CountPolarity(fact, written.Where(statement => statement.SectionId == Opposite(fact.SectionId)).Select(statement => statement.Text));
            CountMedicine(fact, right.Count > 0, written.Where(statement => statement.SectionId == fact.SectionId).Select(statement => statement.Text));
        }

        visits++;
        statements += written.Count;
        beside += written.Count(statement => !visit.Facts.Any(fact => fact.SectionId == statement.SectionId && fact.IsSubjectOf(statement.Text)));
        invented += draft.Count(statement => DraftWords.Invented(statement, visit.Turns).Any());
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"section",-18}{"facts",8}{"recall",9}{"cited",9}");
        foreach (var (section, counts) in sections.Append(new("all", sections.Values.Aggregate((a, b) => (a.Facts + b.Facts, a.Recalled + b.Recalled, a.Cited + b.Cited)))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{section,-18}{counts.Facts,8}{Share(counts.Recalled, counts.Facts),9}{Share(counts.Cited, counts.Recalled),9}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"visits {visits}, statements {statements}, about nothing of the reference {Share(beside, statements)}, with a word that nobody said and no plain one {invented}");
        text.AppendLine(CultureInfo.InvariantCulture, $"symptoms on the wrong side {flips} of {symptoms}; medicines {medicines}, named with another dose or frequency {wrongUse}");
        return text.ToString();
    }

    void CountPolarity(WrittenFact fact, IEnumerable<string> opposite)
    {
        if (Opposite(fact.SectionId).Length > 0)
        {
            symptoms++;
            flips += opposite.Any(fact.IsIn) ? 1 : 0;
        }
    }

    void CountMedicine(WrittenFact fact, bool isRight, IEnumerable<string> section)
    {
        if (fact.SectionId == SectionIds.Medications)
        {
            medicines++;
            wrongUse += !isRight && section.Any(fact.IsSubjectOf) ? 1 : 0;
        }
    }

    static string Opposite(string section) => section switch
    {
        SectionIds.Reports => SectionIds.Denies,
        SectionIds.Denies => SectionIds.Reports,
        _ => "",
    };

    static string Share(int part, int all) => all == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / all:F1} %");
}
