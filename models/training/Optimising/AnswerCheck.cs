using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>How many answers a model would write word for word: those whose every token is the most probable one, which is what greedy generation takes.</summary>
/// <param name="Right">Answers written exactly.</param>
/// <param name="Answers">Answers in all.</param>
/// <param name="RightTokens">Tokens that are most probable, given the right ones before them.</param>
/// <param name="Tokens">Tokens of the answers in all.</param>
public sealed record AnswerCheck(int Right, int Answers, int RightTokens, int Tokens)
{
    /// <summary>Asks the newest checkpoint of a folder.</summary>
    /// <param name="first">Index of the first example; take those that the run has not read.</param>
    /// <exception cref="InvalidDataException">The folder holds no whole checkpoint.</exception>
    public static AnswerCheck Of(string folder, IExampleSource source, long first, int count)
    {
        var loaded = Checkpoint.ReadNewest(folder) ?? throw new InvalidDataException($"{folder} holds no checkpoint. Train a model there first.");
        return Of(new Pass(loaded.Weights), loaded.Weights.Shape, Enumerable.Range(0, count).Select(i => source.At(first + i)));
    }

    internal static AnswerCheck Of(Pass pass, ModelShape shape, IEnumerable<Example> examples) =>
        examples.Aggregate(new AnswerCheck(0, 0, 0, 0), (sum, example) => sum.With(example, pass.Predict(new(example, shape))));

    AnswerCheck With(Example example, int[] predicted)
    {
        var sum = this;
        foreach (var branch in example.Branches)
        {
            var right = branch.Answer.Where((token, i) => predicted[sum.Tokens - Tokens + i] == token).Count();
            var exact = right == branch.Answer.Length ? 1 : 0;
            sum = new(sum.Right + exact, sum.Answers + 1, sum.RightTokens + right, sum.Tokens + branch.Answer.Length);
        }

        return sum;
    }
}
