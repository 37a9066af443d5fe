using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;
using OnPremLlm.Training.Corpus;
using OnPremLlm.Training.Synthesis;
using MedicineNames = OnPremLlm.Training.Synthesis.MedicineNames;

namespace OnPremLlm.Training.Evaluation;

/// <summary>The command "evaluate": drafts visits that no training saw through the product's own drafting path and compares them with their reference notes.</summary>
internal static class EvaluateCommand
{
    public const string Usage = "evaluate FILE COUNT [--length …] [--medicines unseen] [--form written|recognisedwritten|recognisedwords] [--errors] [--print]";

    static readonly OwnerId Owner = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    public static async Task<int> RunAsync(string file, int count, string[] more)
    {
        var options = new VisitOptions { Length = Choice(more, "--length", VisitLength.Any), Medicines = Choice(more, "--medicines", MedicineNames.Training) };
        var (form, errors) = (Choice(more, "--form", VisitForm.Written), more.Contains("--errors") ? RecognitionErrors.Typical : RecognitionErrors.None);
        await using var worker = new DraftingWorker(file, Environment.CurrentDirectory);
        var drafter = new Drafter(worker.Model, new EvidenceGate(new HashSet<string>()), TimeProvider.System, NullLogger<Drafter>.Instance);
        var figures = new DraftFigures();
        for (var index = 0L; index < count; index++)
        {
            var visit = VisitSynthesis.InForm(VisitSynthesis.Visit(VisitSplit.Test, index, options), form, errors, VisitSynthesis.Seed(VisitSplit.Test, index));
            var turns = VisitExamples.TurnsOf(visit);
            await drafter.PrefillAsync(Owner, $"visit-{index}", turns, default); // while people talk
            var clock = Stopwatch.StartNew();
            var draft = await drafter.DraftAsync(Owner, $"visit-{index}", turns, NoteTemplate.Soap, default).OfType<StatementDrafted>().Select(update => update.Statement).ToListAsync();
            figures.Add(visit, draft, clock.Elapsed);
            await worker.Model.CloseSessionAsync(Owner, $"visit-{index}", default);
            if (more.Contains("--print"))
            {
                Print(visit, draft);
            }
        }

        Console.Write(figures);
        return 0;
    }

    static void Print(SyntheticVisit visit, List<Statement> draft)
    {
        VisitPrinter.Print(visit, Console.Out);
        Console.WriteLine("  --- drafted");
        draft.ForEach(statement => Console.WriteLine($"    {statement.SectionId}: {statement.Text}   \"{statement.Quote}\" {string.Join(' ', statement.Evidence)} {statement.Verdict}"));
    }

    static T Choice<T>(string[] arguments, string name, T otherwise)
        where T : struct, Enum
    {
        var at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise : Enum.Parse<T>(arguments[at + 1], ignoreCase: true);
    }
}
