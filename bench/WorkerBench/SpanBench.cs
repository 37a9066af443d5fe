using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.WorkerBench;

/// <summary>
/// Generation held to spans of a 10,000-word source inside JSON strings, against free generation by the same engine in turn. Random weights:
/// the grammar refuses nearly every likely token, so this is the worst a real model can do.
/// </summary>
internal sealed class SpanBench : IDisposable
{
    const int Words = 10_000, Tokens = 96, LeastRounds = 5;
    const string Grammar = """
        root ::= "[" items
        items ::= "{\"text\":\"" [^"\\\x00-\x1F\x7F]{1,20} "\",\"quote\":\"" @source "\"}," items
        """;

    readonly GenerationEngine engine;
    readonly SpanSource source = new() { Name = "source", Text = Text(), Encoding = SpanEncoding.JsonString, Unit = SpanUnit.Words };
    readonly int[] prompt;

    SpanBench(GenerationEngine engine)
    {
        this.engine = engine;
        prompt = engine.Prompts.Tokenize(new Prompt { Parts = { new PromptPart { Text = "a short prompt" } } });
    }

    public static async Task RunAsync(string folder, string native, TimeSpan budget)
    {
        var model = RandomModel.Write(Path.Combine(folder, "m.gguf"), RandomModelOptions.HalfBillion);
        using var bench = new SpanBench(Load(new() { Model = model, Native = native, Context = 1024 }));
        bench.PrintCompilation();
        bench.PrintSampling();
        bench.PrintWalk();
        bench.PrintConstrainedSampling("greedy", new());
        bench.PrintConstrainedSampling("temperature 1", new() { Temperature = 1, Seed = 1 });
        bench.PrintConstrainedSampling("temperature 1, top_p 0.95", new() { Temperature = 1, TopP = 0.95f, Seed = 1 });
        await bench.CompareAsync("greedy", new(), budget / 2);
        await bench.CompareAsync("temperature 1, top_p 0.95", new() { Temperature = 1, TopP = 0.95f, Seed = 1 }, budget / 2);
    }

    public void Dispose() => engine.Dispose();

    static GenerationEngine Load(GenerationOptions options) => GenerationEngine.Create(LoadedModel.Open(options, NullLogger.Instance), options, TimeProvider.System, NullLogger.Instance);

    async Task CompareAsync(string name, SamplingSettings settings, TimeSpan budget)
    {
        await TokenAsync(settings with { Constraint = Compile() });
        await TokenAsync(settings);
        List<double> free = [], held = [];
        for (var clock = Stopwatch.StartNew(); free.Count < LeastRounds || clock.Elapsed < budget;)
        {
            free.Add(await TokenAsync(settings));
            held.Add(await TokenAsync(settings with { Constraint = Compile() }));
            held.Add(await TokenAsync(settings with { Constraint = Compile() }));
            free.Add(await TokenAsync(settings));
        }

        var (ofFree, ofHeld) = (Median(free), Median(held));
        Print($"  {name,-26} tokens/s  constrained {1 / ofHeld,7:F1}   free {1 / ofFree,7:F1}   ratio {ofFree / ofHeld:F3}   aim >= 0.95   ({(ofHeld - ofFree) * 1000:F2} ms a token; {free.Count} interleaved runs of {Tokens} tokens)");
    }

    // Seconds per generated token by the engine's own clock.
    async Task<double> TokenAsync(SamplingSettings settings)
    {
        var task = new GenerationTask(new("bench", ""), prompt, Tokens, settings, [], CancellationToken.None);
        engine.Loop.Submit(task);
        var last = await task.Events.ReadAllAsync().LastAsync();
        return last.Finished.CompletionTokens > 1
            ? last.Finished.GenerationMicroseconds / 1e6 / (last.Finished.CompletionTokens - 1)
            : throw new InvalidOperationException("The random model ended at once. Choose another prompt.");
    }

    Constraint Compile() => Constraint.Compile(Grammar, [source]);

    void PrintCompilation()
    {
        var times = Enumerable.Range(0, 20).Select(_ => Timed(() => Compile())).ToList();
        Print($"  grammar and {Words} words of source compiled in {Median(times) * 1000:F1} ms");
    }

    // The sampler alone, on made-up logits of the model's vocabulary, a peaked and a flat distribution.
    void PrintSampling()
    {
        foreach (var (name, spread) in new[] { ("flat", 1f), ("peaked", 8f) })
        {
            var random = new SeededRandom(3);
            float[] logits = [.. Enumerable.Range(0, engine.Vocabulary.Count).Select(_ => spread * (float)Math.Log(1 / (1 - random.Next())))];
            var sampler = new TokenSampler(engine.Vocabulary, new() { Temperature = 0.8f, TopP = 0.95f, MinP = 0.05f, Seed = 1 }, new(logits.Length));
            var times = Enumerable.Range(0, 2_000).Select(_ => Timed(() => sampler.Next(logits, out var _))).ToList();
            Print($"  free sampling, {logits.Length} tokens, {name} distribution, top_p and min_p: {Median(times) * 1000:F3} ms");
        }
    }

    // The same with the grammar, following a text from its beginning: what it adds to each token, without the model's own time.
    void PrintConstrainedSampling(string name, SamplingSettings settings)
    {
        var random = new SeededRandom(5);
        var scratch = new Distribution(engine.Vocabulary.Count);
        List<double> times = [];
        for (var run = 0; run < 10; run++)
        {
            var sampler = new TokenSampler(engine.Vocabulary, settings with { Constraint = Compile() }, scratch);
            for (var i = 0; i < 200; i++)
            {
                float[] logits = [.. Enumerable.Range(0, engine.Vocabulary.Count).Select(_ => (float)random.Next() * 10)];
                times.Add(Timed(() =>
                {
                    sampler.Next(logits, out var token);
                    sampler.Accept(token);
                }));
            }
        }

        Print($"  constrained sampling, {name}: mean {times.Average() * 1000:F3} ms, median {Median(times) * 1000:F3} ms, worst {times.Max() * 1000:F1} ms");
    }

    // A vocabulary made of the source itself: the most that a walk can find. At a span's beginning nothing is remembered yet.
    void PrintWalk()
    {
        var random = new SeededRandom(9);
        var text = Encoding.UTF8.GetBytes(source.Text);
        var pieces = new HashSet<string>();
        while (pieces.Count < engine.Vocabulary.Count)
        {
            pieces.Add(Encoding.ASCII.GetString(text, (int)(random.Next() * (text.Length - 12)), 1 + (int)(random.Next() * 9)));
        }

        var trie = new VocabularyTrie([.. pieces.Select(Encoding.ASCII.GetBytes)]);
        var times = Enumerable.Range(0, 10).Select(_ =>
        {
            var constraint = Constraint.Compile("root ::= @source", [source]);
            return Timed(() => constraint.Allowed(trie, []));
        }).ToList();
        Print($"  walk of {pieces.Count} tokens cut from the source, at a span's beginning, nothing remembered: {Median(times) * 1000:F2} ms");
    }

    static double Timed(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // Made-up words with the lengths of English ones, and the punctuation that JSON escapes.
    static string Text()
    {
        const string Letters = "eeeetttaaaooiinnsshhrrdlcumwfgypbvk";
        var random = new SeededRandom(7);
        var text = new StringBuilder();
        for (var word = 0; word < Words; word++)
        {
            for (var letters = 1 + (int)(9 * random.Next()); letters > 0; letters--)
            {
                text.Append(Letters[(int)(Letters.Length * random.Next())]);
            }

            text.Append((word % 20) switch { 19 => ".\n", 9 => ", \"", _ => " " });
        }

        return text.ToString();
    }

    static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
