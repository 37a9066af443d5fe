using System.Diagnostics;
using System.Globalization;

namespace OnPremLlm.Training.Synthesis;

/// <summary>The command "synthesise": prints visits, or with --figures what they hold and how fast they are made.</summary>
internal static class SynthesiseCommand
{
    public const string Usage = """
        synthesise training|validation|test|load|recordings FIRST COUNT   prints synthetic visits with their reference notes
                         [--length any|nearlysilent|short|usual|long] [--medicines training|unseen] [--speakers any|two|three] [--style any|terse|talkative]
                         [--form written|recognisedwritten|recognisedwords] [--errors] [--figures]
        """;

    public static int Run(string split, string first, string count, ReadOnlySpan<string> more)
    {
        var options = new VisitOptions
        {
            Length = CommandLine.Choice(more, "--length", VisitLength.Any),
            Medicines = CommandLine.Choice(more, "--medicines", MedicineNames.Training),
            Speakers = CommandLine.Choice(more, "--speakers", VisitSpeakers.Any),
            Style = CommandLine.Choice(more, "--style", VisitStyle.Any),
        };
        var form = CommandLine.Choice(more, "--form", VisitForm.Written);
        var errors = more.Contains("--errors") ? RecognitionErrors.Typical : RecognitionErrors.None;
        var from = long.Parse(first, CultureInfo.InvariantCulture);
        var visits = Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture))
            .Select(i => (Index: from + i, Visit: Visit(Enum.Parse<VisitSplit>(split, ignoreCase: true), from + i, options, form, errors)));
        if (more.Contains("--figures"))
        {
            PrintFigures(visits.Select(visit => visit.Visit));
            return 0;
        }

        foreach (var (index, visit) in visits)
        {
            Console.WriteLine($"=== {split} {index}");
            VisitPrinter.Print(visit, Console.Out);
        }

        return 0;
    }

    static SyntheticVisit Visit(VisitSplit split, long index, VisitOptions options, VisitForm form, RecognitionErrors errors) =>
        VisitSynthesis.InForm(VisitSynthesis.Visit(split, index, options), form, errors, VisitSynthesis.Seed(split, index));

    // What the product's own check says of the reference: what it does not support, a reader would see marked.
    static void PrintVerdicts(List<SyntheticVisit> visits)
    {
        var verdicts = visits.Take(200).SelectMany(GateFigures.Of).ToList();
        foreach (var section in verdicts.GroupBy(verdict => verdict.SectionId))
        {
            var others = section.Where(verdict => !verdict.IsSupported).ToList();
            Line($"{section.Key,-16} {100 - (others.Count * 100.0 / section.Count()),6:F1} % supported by the evidence gate; not: {string.Join(" / ", others.Take(4).Select(verdict => verdict.Example))}");
        }
    }

    static int Words(SyntheticVisit visit) => visit.Turns.Sum(turn => turn.Words.Count);

    static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    static void PrintFigures(IEnumerable<SyntheticVisit> visits)
    {
        var watch = Stopwatch.StartNew();
        var all = visits.ToList();
        var seconds = watch.Elapsed.TotalSeconds;
        Line($"{all.Count} visits, {all.Count / seconds:F0} visits/s");
        Line($"{all.Average(visit => visit.Turns.Count):F1} turns, {all.Average(Words):F0} words, {all.Average(visit => visit.Statements.Count):F1} statements on average");
        foreach (var section in NoteSectionIds.All)
        {
            var counts = all.ConvertAll(visit => visit.Statements.Count(statement => statement.SectionId == section));
            Line($"{section,-16} {counts.Average(),6:F2} statements, in {counts.Count(count => count > 0) * 100.0 / all.Count:F0} % of visits");
        }

        PrintVerdicts(all);
        foreach (var problem in all.SelectMany((visit, i) => visit.Verify().Select(wrong => $"{i}: {wrong}")).Take(20))
        {
            Console.WriteLine(problem);
        }
    }
}
