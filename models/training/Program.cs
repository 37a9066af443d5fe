using System.Globalization;
using OnPremLlm.Training.Corpus;
using OnPremLlm.Training.Evaluation;
using OnPremLlm.Training.LanguageModel;
using OnPremLlm.Training.Recording;
using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Visits;

// Everything is a function of the seed. 1 to 999 train the language model; 5000 and up are for measuring.
switch (args)
{
    case ["language-model", var path]:
        WriteLanguageModel(path, new Dice(1), visits: 40000);
        return 0;
    case ["visits", var seed, var count]:
        PrintVisits(new Dice(ulong.Parse(seed, CultureInfo.InvariantCulture)), int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["recording", var transcript, var wave]:
        DemonstrationRecording.Make(transcript, wave, new Dice(2));
        return 0;
    case ["synthesise", var split, var first, var count, .. var more]:
        return SynthesiseCommand.Run(split, first, count, more);
    case ["train", var folder, .. var more]:
        return TrainCommand.Run(folder, more);
    case ["export", var folder, var file]:
        return ExportCommand.Export(folder, file);
    case ["check", var folder, var count]:
        return ExportCommand.Check(folder, int.Parse(count, CultureInfo.InvariantCulture));
    case ["evaluate", var file, var what, .. var more]:
        return await EvaluateCommand.RunAsync(file, what, more);
    default:
        Console.Error.WriteLine($"""
            usage: dotnet run --project models/training -- language-model FILE    counts the trigram model of generated visits (models/speech/visits.lm)
                   dotnet run --project models/training -- recording TRANSCRIPT WAVE   speaks a transcript with flite (models/demo/make-recordings)
                   dotnet run --project models/training -- visits SEED COUNT      prints visits: transcript, the spoken form of each line, note
                   dotnet run --project models/training -- {SynthesiseCommand.Usage}
                   dotnet run --project models/training -- {TrainCommand.Usage}
                   dotnet run --project models/training -- {ExportCommand.Usage}
                   dotnet run --project models/training -- {EvaluateCommand.Usage}
            """);
        return 2;
}

static void WriteLanguageModel(string path, Dice dice, int visits)
{
    var counter = new TrigramCounter();
    for (var i = 0; i < visits; i++)
    {
        foreach (var turn in VisitGenerator.Generate(dice).Turns)
        {
            counter.Add(SpokenForm.Of(turn.Text, dice).Split(' '));
        }
    }

    using var writer = new StreamWriter(path);
    ArpaWriter.Write(writer, counter.Estimate(leastPair: 2, leastTriple: 3));
}

static void PrintVisits(Dice dice, int count)
{
    for (var i = 0; i < count; i++)
    {
        var visit = VisitGenerator.Generate(dice);
        Console.WriteLine(visit.Transcript);
        Console.WriteLine();
        foreach (var turn in visit.Turns)
        {
            Console.WriteLine($"{turn.Speaker}\t{SpokenForm.Of(turn.Text, dice)}");
        }

        Console.WriteLine();
        Console.WriteLine(visit.Note);
        Console.WriteLine();
    }
}
