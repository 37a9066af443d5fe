namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// Bounds what a grammar may cost the thread that all requests share.
/// Attack: a grammar that reads one text in exponentially many ways.
/// </summary>
internal sealed class WorkBudget
{
    /// <summary>Steps of one way on one byte that a request may have saved up: what walking a whole vocabulary where a span begins takes.</summary>
    const int MostSteps = 1_000_000;

    /// <summary>What each token adds: a few milliseconds. Attack: every token as expensive as one may be, while other clinics wait for the thread.</summary>
    const int StepsPerToken = 100_000;

    /// <summary>Ways to read the text up to one byte; a choice of so many words is still possible.</summary>
    const int MostWays = 16_384;

    int left = MostSteps;

    /// <summary>A token is over.</summary>
    public void Renew() => left = Math.Min(MostSteps, left + StepsPerToken);

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: too ambiguous.</exception>
    public void Spend(int count)
    {
        left -= count;
        GrammarRefusal.Require(left >= 0, "The grammar is too ambiguous: to follow the tokens through it takes too long. Remove alternatives that begin alike and repetitions inside repetitions.");
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: too ambiguous.</exception>
    public static void RequireWays(int count) =>
        GrammarRefusal.Require(count <= MostWays, $"The grammar is too ambiguous: a text can be read in more than {MostWays} ways at once. Remove alternatives that begin alike and repetitions inside repetitions.");
}
