using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Embeddings;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.WorkerBench;

/// <summary>
/// Headers of sound models with one to four changed bytes: the checker refuses each, or native code refuses it or loads it and computes. What passes
/// the checker is loaded in processes of their own, many in each: one that ends by itself is a finding.
/// </summary>
internal static class HeaderCampaign
{
    const int Each = 100;
    const string Text = "The patient has had a cough for two weeks.";

    /// <param name="args">headers COUNT FIRST-SEED, or headers-child FOLDER.</param>
    public static async Task<int> RunAsync(string[] args) => args[0] == "headers-child" ? LoadAll(args[1]) : await RunAsync(Number(args, 1, 10_000), Number(args, 2, 1));

    static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    static async Task<int> RunAsync(int count, int first)
    {
        byte[][] sound = [Sound(RandomModel.Create(new())), Sound(RandomModel.Create(new() { Vocabulary = VocabularyKind.Bpe, ChatTemplate = RandomModelOptions.ChatMl })), Sound(RandomBert.Create())];
        var (refused, loaded, nativeRefused, findings) = (0, 0, 0, 0);
        for (var seed = first; seed < first + count; seed += Each)
        {
            var folder = Directory.CreateTempSubdirectory("opl-headers-");
            try
            {
                for (var i = seed; i < Math.Min(seed + Each, first + count); i++)
                {
                    var model = Mutated(sound[i % sound.Length], i);
                    if (Passes(model))
                    {
                        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{i:00000000}.gguf"), model);
                    }
                    else
                    {
                        refused++;
                    }
                }

                var results = await LoadApartAsync(folder.FullName);
                loaded += results.Loaded;
                nativeRefused += results.Refused;
                findings += results.Findings;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Console.WriteLine($"  {count} headers: {refused} refused by the checker, {nativeRefused} by llama.cpp, {loaded} loaded and computed with, {findings} ended their process");
        return findings == 0 ? 0 : 1;
    }

    static byte[] Sound(GgufFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    // Only the header: weights of any value are sound. A change in eight is anywhere in it, the others where names, types and counts are.
    static byte[] Mutated(byte[] sound, int seed)
    {
        var dice = (ulong)seed * 0x9E37_79B9_7F4A_7C15;
        var model = sound.ToArray();
        var vocabulary = sound.AsSpan().IndexOf("tokenizer.ggml.tokens"u8);
        var tensors = sound.AsSpan().LastIndexOf("token_embd.weight"u8);
        for (var changes = 1 + Next(4); changes > 0; changes--)
        {
            var at = Next(8) == 0 ? Next(tensors) : Next(2) == 0 ? Next(vocabulary) : tensors + Next(1_600);
            model[at] = (byte)(Next(3) == 0 ? Next(256) : Next(2) == 0 ? model[at] ^ (1 << Next(8)) : Next(2) * 255);
        }

        return model;

        int Next(int below)
        {
            dice ^= dice >> 30;
            dice = (dice * 0xBF58_476D_1CE4_E5B9) + 0x94D0_49BB_1331_11EB;
            return (int)((dice >> 33) % (ulong)below);
        }
    }

    static bool Passes(byte[] model)
    {
        try
        {
            GgufChecker.Check(new MemoryStream(model));
            return true;
        }
        catch (GgufException)
        {
            return false;
        }
    }

    // A child that ends by itself has named the file it was at; it is taken out, kept, and the others go on.
    static async Task<(int Loaded, int Refused, int Findings)> LoadApartAsync(string folder)
    {
        var (loaded, refused, findings) = (0, 0, 0);
        while (Directory.EnumerateFiles(folder).Any())
        {
            var start = new ProcessStartInfo("prlimit", ["--core=0", "--as=17179869184", "--", "dotnet", typeof(HeaderCampaign).Assembly.Location, "headers-child", folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["GGML_NO_BACKTRACE"] = "1", ["DOTNET_GCHeapHardLimit"] = "0x20000000" },
            };
            using var child = Process.Start(start) ?? throw new InvalidOperationException("The child could not be started.");
            var errors = child.StandardError.ReadToEndAsync();
            var last = "";
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                (loaded, refused) = line switch { "loaded" => (loaded + 1, refused), "refused" => (loaded, refused + 1), _ => (loaded, refused) };
                last = line is "loaded" or "refused" ? last : line;
            }

            await child.WaitForExitAsync();
            var error = await errors;
            if (child.ExitCode != 0)
            {
                findings++;
                var file = Path.Combine(folder, last);
                Console.WriteLine($"  FINDING: seed {Path.GetFileNameWithoutExtension(file)} ended its process with {child.ExitCode}: {error.Split('\n').FirstOrDefault(line => line.Contains("GGML_ASSERT", StringComparison.Ordinal) || line.Contains("terminate", StringComparison.Ordinal))}");
                File.Delete(file);
            }
        }

        return (loaded, refused, findings);
    }

    // Names a file, loads it, computes with it, deletes it.
    static int LoadAll(string folder)
    {
        var native = Path.Combine(new DirectoryInfo(Repository.PathOf("deploy", "native", "node_modules")).FullName, "@node-llama-cpp", "linux-x64");
        foreach (var file in Directory.EnumerateFiles(folder).Order().ToList())
        {
            Console.WriteLine(Path.GetFileName(file));
            Console.WriteLine(Load(new() { Model = file, Native = native, Threads = 1, Sequences = 2 }) ? "loaded" : "refused");
            File.Delete(file);
        }

        return 0;
    }

    static bool Load(GenerationOptions options)
    {
        try
        {
            var model = LoadedModel.Open(options, NullLogger.Instance);
            return model.Header.Pooling is null ? Generates(model, options) : Embeds(model, options);
        }
        catch (Exception refusal) when (refusal is WorkerStartException or Grpc.Core.RpcException)
        {
            return false;
        }
    }

    static bool Generates(LoadedModel model, GenerationOptions options)
    {
        using var engine = GenerationEngine.Create(model, options, TimeProvider.System, NullLogger.Instance);
        var task = new GenerationTask(new("owner", ""), engine.Prompts.Tokenize(new() { Parts = { new PromptPart { Text = Text } } }), 2, new(), [], default);
        engine.Loop.Submit(task);
        task.Ended.Wait();
        return true;
    }

    static bool Embeds(LoadedModel model, GenerationOptions options)
    {
        using var engine = EmbeddingEngine.Create(model, options, TimeProvider.System, NullLogger.Instance);
        var task = new EmbeddingTask("owner", [engine.Tokenize(Text)], default);
        engine.Loop.Submit(task);
        return task.Vectors.ReadAllAsync().ToBlockingEnumerable().Any(); // waits for the vector, or throws why there is none
    }
}
