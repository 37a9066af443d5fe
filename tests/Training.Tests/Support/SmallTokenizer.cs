using OnPremLlm.Training.Tokenizing;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>A tokenizer learnt from some text, with literals of all kinds.</summary>
internal static class SmallTokenizer
{
    public const int Size = 512;

    public static string[] Literals { get; } = ["Doctor:", "\nPatient: ", "not discussed", "not", "; ", "## Plan", "##", "é!"];

    public static string[] Medicines { get; } = ["zolbraquine", "vitamin zed"];

    public static BytePairTokenizer Create(int size = Size)
    {
        var builder = new BytePairBuilder(Literals, Medicines);
        var dice = new Dice(1);
        for (var i = 0; i < 400; i++)
        {
            builder.Add($"Doctor: Good morning, what brings you in? It's been {dice.Between(1, 99)} days.\nPatient: I don't sleep; my naïve café remedy, zolbraquine, didn't help.\n\n  ## Plan\n\tnot discussed");
        }

        return builder.Build(size);
    }
}
