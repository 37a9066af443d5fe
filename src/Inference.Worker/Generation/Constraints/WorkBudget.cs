namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// Bounds what a grammar may cost the thread that all requests share.
/// Attack: a grammar that reads one text in exponentially many ways.
/// </summary>
internal sealed class WorkBudget
{
    /// <summary>Steps of one thread on one byte, for one token: well under a second.</summary>
    const int MostSteps = 4_000_000;

    /// <summary>Ways to read the text up to one byte; a choice of so many words is still possible.</summary>
    const int MostWays = 16_384;

    int steps;

    /// <summary>The next token may cost as much again.</summary>
    public void Renew() => steps = 0;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: too ambiguous.</exception>
    public void Spend(int count)
    {
        steps += count;
        GrammarRefusal.Require(steps <= MostSteps, "The grammar is too ambiguous: to follow one token through it takes too long. Remove alternatives that begin alike and repetitions inside repetitions.");
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: too ambiguous.</exception>
    public static void RequireWays(int count) =>
        GrammarRefusal.Require(count <= MostWays, $"The grammar is too ambiguous: a text can be read in more than {MostWays} ways at once. Remove alternatives that begin alike and repetitions inside repetitions.");
}
