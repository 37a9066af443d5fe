using OnPremLlm.Training.Exporting;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Corpus;

/// <summary>The commands "export" and "check": the newest checkpoint of a training folder as a GGUF file, and how many answers it would write word for word.</summary>
internal static class ExportCommand
{
    public const string Usage = "export FOLDER FILE   |   check FOLDER COUNT";

    public static int Export(string folder, string file)
    {
        var card = new ModelCard
        {
            Name = "OnPremLlm demonstration scribe",
            Version = "1",
            Description = "Demonstration, synthetic, not for clinical use. Writes the sections of a note from a doctor-patient visit in the drafting format of OnPremLlm, and nothing else.",
            License = "Apache-2.0",
            TrainingData = "Generated doctor-patient visits and notes only; no patient record, no customer data, no third-party text.",
            Tags = ["demonstration", "synthetic", "not for clinical use"],
            ChatTemplate = ChatMarks.Template,
        };
        ModelExport.Write(folder, Tokenizer(folder), card, WeightFormat.Q8, file);
        return 0;
    }

    public static int Check(string folder, int count)
    {
        Console.WriteLine(AnswerCheck.Of(folder, new VisitExamples(Tokenizer(folder), new(VisitSplit.Validation, grows: false)), 0, count));
        return 0;
    }

    static BytePairTokenizer Tokenizer(string folder) => BytePairTokenizer.Load(Path.Combine(folder, "tokenizer.json"));
}
