using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Corpus;
using OnPremLlm.Training.Synthesis;

namespace OnPremLlm.Training.Evaluation;

/// <summary>The command "evaluate": drafts visits that no training saw through the product's own drafting path and compares them with their reference notes.</summary>
internal static class EvaluateCommand
{
    public const string Usage = """
        evaluate FILE COUNT [--length …] [--medicines unseen] [--form written|recognisedwritten|recognisedwords] [--errors] [--print]
                     evaluate FILE written FOLDER [--print]   visits that no generator made, with the facts of their notes
                     evaluate FILE real CSV                   dialogues and notes in the columns of ACI-BENCH
        """;

    public static async Task<int> RunAsync(string file, string what, string[] more)
    {
        await using var worker = new DraftingWorker(file, Environment.CurrentDirectory);
        var bench = new DraftingBench(worker);
        object figures = (what, more) switch
        {
            ("written", [var folder, .. var options]) => await WrittenAsync(bench, folder, options.Contains("--print")),
            ("real", [var path, ..]) => await RealAsync(bench, path),
            _ => await SyntheticAsync(bench, CommandLine.Count(what), more),
        };
        Console.Write(figures);
        return 0;
    }

    static async Task<DraftFigures> SyntheticAsync(DraftingBench bench, int count, string[] more)
    {
        var options = new VisitOptions { Length = CommandLine.Choice(more, "--length", VisitLength.Any), Medicines = CommandLine.Choice(more, "--medicines", MedicineNames.Training) };
        var (form, errors) = (CommandLine.Choice(more, "--form", VisitForm.Written), more.Contains("--errors") ? RecognitionErrors.Typical : RecognitionErrors.None);
        var figures = new DraftFigures();
        for (var index = 0L; index < count; index++)
        {
            var visit = VisitSynthesis.InForm(VisitSynthesis.Visit(VisitSplit.Test, index, options), form, errors, VisitSynthesis.Seed(VisitSplit.Test, index));
            var (draft, took) = await bench.DraftAsync(VisitExamples.TurnsOf(visit));
            figures.Add(visit, draft, took);
            if (more.Contains("--print"))
            {
                VisitPrinter.Print(visit, Console.Out);
                Print(draft);
            }
        }

        return figures;
    }

    static async Task<WrittenFigures> WrittenAsync(DraftingBench bench, string folder, bool prints)
    {
        var figures = new WrittenFigures();
        foreach (var visit in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).Select(WrittenVisit.Read))
        {
            var (draft, _) = await bench.DraftAsync(visit.Turns);
            figures.Add(visit, draft);
            if (prints)
            {
                Console.WriteLine($"=== {visit.Name}");
                Print(draft);
            }
        }

        return figures;
    }

    static async Task<RealFigures> RealAsync(DraftingBench bench, string path)
    {
        var figures = new RealFigures();
        foreach (var note in RealNote.ReadAll(path))
        {
            var (draft, _) = await bench.DraftAsync(note.Turns);
            figures.Add(note, draft);
        }

        return figures;
    }

    static void Print(IReadOnlyList<Statement> draft)
    {
        Console.WriteLine("  --- drafted");
        foreach (var statement in draft)
        {
            Console.WriteLine($"    {statement.SectionId}: {statement.Text}   \"{statement.Quote}\" {string.Join(' ', statement.Evidence)} {statement.Verdict}");
        }
    }
}
