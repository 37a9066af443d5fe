using System.CommandLine;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>`worker generation`: serves one GGUF model.</summary>
internal static class GenerationCommand
{
    static readonly Option<string> model = new("--model") { Required = true, Description = "GGUF file; only read." };
    static readonly Option<string> native = new("--native") { Required = true, Description = "Folder of the unpacked @node-llama-cpp/linux-x64 package (deploy/prerequisites fetches it)." };
    static readonly Option<string?> sha256 = new("--sha256") { Description = "SHA-256 that the model file must have, in hex." };
    static readonly Option<int?> threads = new("--threads") { Description = "1 to 256. Default: cores - 1, at least 1; 1 for models under 64 MiB." };
    static readonly Option<int?> context = new("--context") { Description = "Tokens per sequence, 16 to 1048576. Default: the model's trained context, at most 8192." };
    static readonly Option<int> sequences = new("--sequences") { DefaultValueFactory = _ => 4, Description = "Requests and kept sessions at the same time, 1 to 64." };
    static readonly Option<int> gpuLayers = new("--gpu-layers") { Description = "Layers computed on a graphics card, 0 to 1000. Default: 0." };

    public static Command Create()
    {
        var host = new HostArguments();
        var command = new Command("generation", "Serves text generation on one GGUF model.") { model, native, sha256, threads, context, sequences, gpuLayers };
        host.AddTo(command);
        command.SetAction((line, cancellationToken) => RunAsync(host.Read(line), Read(line), cancellationToken));
        return command;
    }

    static Task<int> RunAsync(WorkerHostOptions host, GenerationOptions options, CancellationToken cancellationToken) =>
        WorkerHost.RunAsync(WorkerRole.Generation, host, worker => worker.AddGeneration(options), worker => worker.MapGeneration(), cancellationToken);

    static GenerationOptions Read(ParseResult line) => new()
    {
        Model = line.GetRequiredValue(model),
        Native = line.GetRequiredValue(native),
        Sha256 = line.GetValue(sha256),
        Threads = line.GetValue(threads),
        Context = line.GetValue(context),
        Sequences = line.GetValue(sequences),
        GpuLayers = line.GetValue(gpuLayers),
    };
}
