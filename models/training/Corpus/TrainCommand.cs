using OnPremLlm.Training.Network;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Corpus;

/// <summary>The command "train": learns the tokenizer where the folder has none, then trains or goes on.</summary>
internal static class TrainCommand
{
    public const string Usage = "train FOLDER [--steps N] [--threads N]";

    public static int Run(string folder, ReadOnlySpan<string> more)
    {
        Directory.CreateDirectory(folder);
        var shape = new ModelShape { Layers = 5, Dim = 256, FeedForward = 640, Heads = 8 };
        var path = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(path))
        {
            Console.WriteLine("Learning the tokenizer.");
            TokenizerRecipe.Learn(shape.Vocabulary).Save(path);
        }

        var settings = new TrainingSettings { Shape = shape, Steps = CommandLine.Number(more, "--steps", 6_000), Threads = CommandLine.Number(more, "--threads", 1), ExamplesPerStep = 8, CheckpointEverySteps = 50 };
        using var stop = new StopSignals();
        TrainingRun.Run(settings, new VisitExamples(BytePairTokenizer.Load(path), new(VisitSplit.Training, grows: true)), folder, Console.Out, stop.Token);
        return 0;
    }
}
