using System.Globalization;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Gguf;
using OnPremLlm.WorkerBench;

const int PromptCharacters = 900, Tokens = 48, Rounds = 4, ContextTokens = 2048;
var native = Repository.PathOf("deploy", "native", "node_modules", "@node-llama-cpp", "linux-x64");
var threads = Math.Max(1, Environment.ProcessorCount - 1);
var folder = Directory.CreateTempSubdirectory("bench-model");
try
{
    var model = RandomModel.Write(Path.Combine(folder.FullName, "m.gguf"), RandomModelOptions.Medium);
    using var direct = new DirectLoop(native, model, ContextTokens, threads);
    await using var worker = new WorkerLoop(native, model, ContextTokens, threads);
    var prompt = string.Concat(Enumerable.Range(0, PromptCharacters).Select(i => (char)('a' + (i * 7 % 26))));
    direct.Run(prompt, Tokens);
    await worker.RunAsync(prompt, Tokens);

    // In turn, so that what else the machine does hits both; the best round of each is its least disturbed one.
    var (directRates, workerRates) = (new List<Rates>(), new List<Rates>());
    for (var round = 0; round < Rounds; round++)
    {
        directRates.Add(direct.Run(prompt, Tokens));
        workerRates.Add(await worker.RunAsync(prompt, Tokens));
    }

    Print("prompt", directRates.Max(rates => rates.Prompt), workerRates.Max(rates => rates.Prompt), aim: 0.95);
    Print("generation", directRates.Max(rates => rates.Generation), workerRates.Max(rates => rates.Generation), aim: 0.97);
}
finally
{
    folder.Delete(recursive: true);
}

void Print(string what, double directRate, double workerRate, double aim) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{what} tokens/s: worker {workerRate:F1}, direct {directRate:F1}, ratio {workerRate / directRate:F3} (aim {aim:F2}); best of {Rounds}, {threads} thread(s), random 66 M q8_0"));
