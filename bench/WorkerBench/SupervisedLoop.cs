using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Inference;

namespace OnPremLlm.WorkerBench;

/// <summary>What the product does: the Host's <see cref="ILanguageModel"/>, its supervisor and launcher, and the worker as a process of its own.</summary>
internal sealed class SupervisedLoop : ILoop, IAsyncDisposable
{
    static readonly OwnerId owner = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));
    readonly ServiceProvider services;
    readonly ILanguageModel languageModel;

    public SupervisedLoop(string worker, string native, string path, string runFolder, int contextTokens)
    {
        services = new ServiceCollection().AddLogging().AddInference(options =>
        {
            options.WorkerProgram = worker;
            options.NativeFolder = native;
            options.RunFolder = runFolder;
            options.ModelFile = path;
            options.ContextTokens = contextTokens;
            options.Threads = 1;
        }).BuildServiceProvider();
        languageModel = services.GetRequiredService<ILanguageModel>();
    }

    public async Task StartAsync()
    {
        await languageModel.DescribeAsync(owner, CancellationToken.None);
        ShareCoresAlike(services.GetRequiredService<WorkerSupervisor>().Workers.Single().ProcessId);
    }

    public async Task<Timed> RunAsync(string prompt, int tokens)
    {
        var clock = Stopwatch.StartNew();
        var request = new GenerationRequest { MaxTokens = tokens, Prompt = new() { Parts = [new PromptPart.Text(prompt)] } };
        var promptTokens = 0;
        await foreach (var update in languageModel.GenerateAsync(owner, request, CancellationToken.None))
        {
            promptTokens = update is GenerationUpdate.Started started ? started.PromptTokens : promptTokens;
            if (update is GenerationUpdate.Finished finished)
            {
                return finished.CompletionTokens == tokens
                    ? new(promptTokens, clock.Elapsed, finished.PromptTime, finished.GenerationTime)
                    : throw new InvalidOperationException($"The worker generated {finished.CompletionTokens} of {tokens} tokens: the random model ended early. Choose another prompt.");
            }
        }

        throw new InvalidOperationException("The worker's answer had no end.");
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    // A worker runs in a session of its own, which Linux schedules as a group of its own: where this program was started with another
    // group priority, one side would get more of a busy machine than the other.
    static void ShareCoresAlike(int processId)
    {
        const string Mine = "/proc/self/autogroup";
        if (File.Exists(Mine) && File.ReadAllText(Mine).Trim().Split(' ')[^1] is var nice && int.Parse(nice, CultureInfo.InvariantCulture) != 0)
        {
            File.WriteAllText($"/proc/{processId}/autogroup", nice);
        }
    }
}
