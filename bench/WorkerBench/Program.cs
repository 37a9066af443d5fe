using System.Diagnostics;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Gguf;
using OnPremLlm.WorkerBench;

// A long prompt for the prompt's rate; a short one for generation, so that the prompt's noise does not drown it.
const int LongPrompt = 600, ShortPrompt = 24, Tokens = 97, LeastRounds = 5, ContextTokens = 1024;
var warmUp = TimeSpan.FromSeconds(10); // the runtime compiles hot methods anew on the second core for so long
if (args is ["headers" or "headers-child", ..])
{
    return await HeaderCampaign.RunAsync(args);
}

var spans = args.Length > 0 && args[0] == "spans";
var budget = TimeSpan.FromSeconds(args.Length > (spans ? 1 : 0) ? int.Parse(args[^1], System.Globalization.CultureInfo.InvariantCulture) : 80);

// Not below a folder that only its owner may enter: the worker's account has to reach model and socket.
var folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-bench-" + Path.GetRandomFileName()[..8]));
try
{
    var modules = new DirectoryInfo(Repository.PathOf("deploy", "native", "node_modules"));
    var native = Path.Combine(modules.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? modules.FullName, "@node-llama-cpp", "linux-x64");
    if (spans)
    {
        await SpanBench.RunAsync(folder.FullName, native, budget);
        return 0;
    }

    var built = new DirectoryInfo(AppContext.BaseDirectory);
    var program = Repository.PathOf("src", "Inference.Worker", "bin", built.Parent!.Name, built.Name, "OnPremLlm.Inference.Worker.dll"); // bin/<configuration>/net10.0 as here
    var model = RandomModel.Write(Path.Combine(folder.FullName, "m.gguf"), RandomModelOptions.Medium);
    using var direct = new DirectLoop(native, model, ContextTokens);
    await using var worker = new SupervisedLoop(program, native, model, Path.Combine(folder.FullName, "run"), ContextTokens);
    await worker.StartAsync();
    var comparison = new Comparison(direct, worker, TextOf(LongPrompt), TextOf(ShortPrompt), Tokens);
    var clock = Stopwatch.StartNew();
    while (clock.Elapsed < warmUp)
    {
        await comparison.RoundAsync();
    }

    comparison.Forget();
    clock.Restart();
    while (comparison.Rounds < LeastRounds || clock.Elapsed < budget)
    {
        await comparison.RoundAsync();
    }

    comparison.Print();
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

static string TextOf(int characters) => string.Concat(Enumerable.Range(0, characters).Select(i => (char)('a' + (i * 7 % 26))));
