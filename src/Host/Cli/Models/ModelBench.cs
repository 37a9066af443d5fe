using System.Globalization;
using System.Text;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>Measures a model in a worker that no clinic shares, apart from a Host that may be running.</summary>
internal static class ModelBench
{
    const int PromptTokens = 512;
    const int CompletionTokens = 128;
    const int MostTokensOfSentence = 43; // its letters
    const int TextsOfEmbeddings = 16;

    // Its own run folder and user ids: those of the Host's workers are given out by the Host.
    const uint FirstUid = 81_000;
    static readonly Guid _nobody = Guid.Parse("00000000-0000-0000-0000-00000000be9c");

    public static async Task<int> RunAsync(ServeOptions options, string id, IAnsiConsole console, CancellationToken ct)
    {
        var layout = new HostLayout(options.DataFolder);
        await using var services = Features.ForModels(layout, options with { ModelId = id }, inference =>
        {
            (inference.RunFolder, inference.FirstWorkerUid) = (layout.Run + "-bench", FirstUid);
        });
        var listed = services.GetRequiredService<ModelRegistry>().All().FirstOrDefault(listed => listed.Id == id) ?? throw ModelDesk.NoSuch(id);
        // A clinic's own model is measured as that clinic has it; nothing of the clinic is in this process.
        var owner = new OwnerId(listed.Tenants.Count > 0 ? listed.Tenants[0] : _nobody);
        var model = services.GetRequiredService<ILanguageModel>();
        var info = await model.DescribeAsync(owner, ct);
        if (info.EmbeddingSize > 0)
        {
            await MeasureEmbeddingsAsync(model, owner, info, console, ct);
            return 0;
        }

        var completion = Math.Min(CompletionTokens, info.ContextPerSequence / 4);
        var wanted = Math.Min(PromptTokens, info.ContextPerSequence - completion - 16);
        var canCount = services.GetRequiredService<ILanguageModels>().List(owner).Any(known => known is { CanTokenize: true } && known.Id == id);
        var (prompt, tokens) = canCount ? await PromptAsync(model, owner, wanted, ct) : (Sentences(wanted / MostTokensOfSentence), 0);
        // A remote engine takes no grammar: it may end before its limit. Its times are measured from here.
        var finished = await MeasureAsync(model, owner, new() { Prompt = Content(prompt), MaxTokens = completion, Grammar = listed.Remote is null ? "root ::= [a-z ] root" : null }, ct);
        Tell(console, finished.Prompt?.PromptTokens ?? tokens, finished);
        return 0;
    }

    static async Task MeasureEmbeddingsAsync(ILanguageModel model, OwnerId owner, LanguageModelInfo info, IAnsiConsole console, CancellationToken ct)
    {
        var texts = Enumerable.Repeat(Sentences(Math.Max(1, Math.Min(PromptTokens, info.ContextPerSequence) / MostTokensOfSentence)), TextsOfEmbeddings).ToList();
        await model.EmbedAsync(owner, new() { Texts = [texts[0]] }, ct); // a first one warms caches
        var began = TimeProvider.System.GetTimestamp();
        var answer = await model.EmbedAsync(owner, new() { Texts = texts }, ct);
        var table = Columns();
        Add(table, $"embeddings of {texts.Count} texts", answer.Tokens, TimeProvider.System.GetElapsedTime(began));
        console.Write(table);
    }

    static async Task<(string Prompt, int Tokens)> PromptAsync(ILanguageModel model, OwnerId owner, int wanted, CancellationToken ct)
    {
        var text = new StringBuilder();
        int tokens;
        do
        {
            text.Append(Sentences(1));
            tokens = await model.CountTokensAsync(owner, Content(text.ToString()), ct);
        }
        while (tokens < wanted - 24);
        return (text.ToString(), tokens);
    }

    static async Task<GenerationUpdate.Finished> MeasureAsync(ILanguageModel model, OwnerId owner, GenerationRequest request, CancellationToken ct)
    {
        await foreach (var update in model.GenerateAsync(owner, request, ct))
        {
            if (update is GenerationUpdate.Finished finished)
            {
                return finished;
            }
        }

        throw new CommandException("The worker ended before its answer did. Try again.");
    }

    static string Sentences(int count) => string.Concat(Enumerable.Repeat("The patient has had a cough for two weeks. ", Math.Max(1, count)));

    static PromptContent Content(string text) => new() { Parts = [new PromptPart.Text(text)] };

    static void Tell(IAnsiConsole console, int prompt, GenerationUpdate.Finished finished)
    {
        var table = Columns();
        Add(table, "prompt", prompt, finished.PromptTime);
        Add(table, "generation", finished.CompletionTokens, finished.GenerationTime);
        console.Write(table);
    }

    static Table Columns() => new Table().AddColumns("Step", "Tokens", "Seconds", "Tokens a second");

    static void Add(Table table, string step, int tokens, TimeSpan time) => table.AddRow(
        step, $"{tokens}", time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture), (tokens / Math.Max(time.TotalSeconds, 1e-6)).ToString("0.0", CultureInfo.InvariantCulture));
}
