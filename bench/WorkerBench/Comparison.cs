using System.Globalization;

namespace OnPremLlm.WorkerBench;

/// <summary>
/// Both loops in turn on the same requests, never at the same time. Prompt rate: prompt tokens by the time until the first token is there.
/// Generation rate: further tokens by (time with them − time with the first only). Medians, because others use the machine too.
/// </summary>
internal sealed class Comparison(DirectLoop direct, SupervisedLoop worker, string longPrompt, string shortPrompt, int tokens)
{
    readonly Samples ofDirect = new(), ofWorker = new();

    public int Rounds { get; private set; }

    public async Task RoundAsync()
    {
        // Whoever goes first changes with the rounds: neither always follows the other's warm caches.
        (ILoop, Samples)[] order = Rounds % 2 == 0 ? [(direct, ofDirect), (worker, ofWorker)] : [(worker, ofWorker), (direct, ofDirect)];
        foreach (var (prompt, count, kind) in new[] { (longPrompt, 1, Kind.Prompt), (shortPrompt, 1, Kind.First), (shortPrompt, tokens, Kind.All) })
        {
            foreach (var (loop, samples) in order)
            {
                samples.Add(kind, await loop.RunAsync(prompt, count));
            }
        }

        Rounds++;
    }

    public void Forget()
    {
        ofDirect.Clear();
        ofWorker.Clear();
        Rounds = 0;
    }

    public void Print()
    {
        if (ofDirect.PromptTokens != ofWorker.PromptTokens)
        {
            throw new InvalidOperationException($"The prompt has {ofDirect.PromptTokens} tokens for the one and {ofWorker.PromptTokens} for the other: they are not comparable.");
        }

        Line("prompt", ofWorker.PromptRate, ofDirect.PromptRate, 0.95);
        Line("generation", ofWorker.GenerationRate(tokens), ofDirect.GenerationRate(tokens), 0.97);
        Console.WriteLine(Invariant($"  cross-check, engine's own clock: prompt {ofWorker.EnginePromptRate:F1}, generation {ofWorker.EngineGenerationRate(tokens):F1} tokens/s"));
        Console.WriteLine(Invariant($"  medians of {Rounds} interleaved rounds; {ofDirect.PromptTokens} prompt tokens, {tokens - 1} generated; 1 thread; random weights, 66 M q8_0"));
    }

    static void Line(string what, double workerRate, double directRate, double aim) => Console.WriteLine(Invariant(
        $"  {what,-11} tokens/s  Host + worker {workerRate,8:F1}   direct {directRate,8:F1}   ratio {workerRate / directRate:F3}   aim >= {aim:F2}"));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which of a round's three requests.</summary>
internal enum Kind
{
    /// <summary>The long prompt and one token.</summary>
    Prompt,

    /// <summary>The short prompt and one token.</summary>
    First,

    /// <summary>The short prompt and all tokens.</summary>
    All,
}

/// <summary>What one loop took, request by request.</summary>
internal sealed class Samples
{
    readonly Dictionary<Kind, List<Timed>> taken = Enum.GetValues<Kind>().ToDictionary(kind => kind, _ => new List<Timed>());

    public int PromptTokens => taken[Kind.Prompt][0].PromptTokens;

    public double PromptRate => PromptTokens / Median(Kind.Prompt, run => run.Wall);

    public double EnginePromptRate => PromptTokens / Median(Kind.Prompt, run => run.EnginePrompt);

    public void Add(Kind kind, Timed run) => taken[kind].Add(run);

    public void Clear()
    {
        foreach (var runs in taken.Values)
        {
            runs.Clear();
        }
    }

    public double GenerationRate(int tokens) => (tokens - 1) / (Median(Kind.All, run => run.Wall) - Median(Kind.First, run => run.Wall));

    public double EngineGenerationRate(int tokens) => (tokens - 1) / Median(Kind.All, run => run.EngineGeneration);

    double Median(Kind kind, Func<Timed, TimeSpan> time)
    {
        var sorted = taken[kind].Select(run => time(run).TotalSeconds).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
