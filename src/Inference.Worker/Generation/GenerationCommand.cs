using System.CommandLine;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>`worker generation`: serves one GGUF model.</summary>
internal static class GenerationCommand
{
    static readonly Option<string> model = new("--model") { Required = true, Description = "GGUF file, of a split model the first; only read." };
    static readonly Option<string[]> part = new("--part") { Description = "Each further file of a split model, in order.", DefaultValueFactory = _ => [] };
    static readonly Option<string> native = new("--native") { Required = true, Description = "Folder of an unpacked @node-llama-cpp package: linux-x64 (deploy/prerequisites fetches it), linux-x64-cuda or linux-x64-vulkan." };
    static readonly Option<string?> sha256 = new("--sha256") { Description = "SHA-256 that the model file must have, in hex." };
    static readonly Option<string[]> partSha256 = new("--part-sha256") { Description = "SHA-256 of each further file, in the same order.", DefaultValueFactory = _ => [] };
    static readonly Option<int?> threads = new("--threads") { Description = "1 to 256. Default: cores - 1, at least 1; 1 for models under 64 MiB." };
    static readonly Option<int?> context = new("--context") { Description = "Tokens per sequence, 16 to 1048576. Default: the model's trained context, at most 8192." };
    static readonly Option<int> sequences = new("--sequences") { DefaultValueFactory = _ => 4, Description = "Requests and kept sessions at the same time, 1 to 64." };
    static readonly Option<int> gpuLayers = new("--gpu-layers") { Description = "Layers computed on a graphics card, 0 to 1000. Default: 0." };
    static readonly Option<string> splitMode = OneOf("--split-mode", "How layers are spread over several graphics cards.", "layer", "none", "row");
    static readonly Option<string> flashAttention = OneOf("--flash-attention", "Attention that needs less memory for long contexts.", "auto", "on", "off");
    static readonly Option<string> keyType = OneOf("--key-type", "Type of the cached keys.", "f16", "q8_0", "q4_0");
    static readonly Option<string> valueType = OneOf("--value-type", "Type of the cached values; other than f16 needs flash attention.", "f16", "q8_0", "q4_0");
    static readonly Option<bool> noMmap = new("--no-mmap") { Description = "Read the weights into memory instead of mapping the file." };
    static readonly Option<string?> template = new("--template") { Description = "Chat template, or the name of one of llama.cpp's, for a model whose own is not known." };

    public static Command Create()
    {
        var host = new HostArguments();
        var command = new Command("generation", "Serves text generation on one GGUF model.")
        {
            model, part, native, sha256, partSha256, threads, context, sequences, gpuLayers, splitMode, flashAttention, keyType, valueType, noMmap, template,
        };
        host.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(partSha256) is { Length: > 0 } hashes && hashes.Length != result.GetValue(part)!.Length)
            {
                result.AddError("Give --part-sha256 once for each --part, or not at all.");
            }
        });
        command.SetAction((line, cancellationToken) => RunAsync(host.Read(line), Read(line), cancellationToken));
        return command;
    }

    static Task<int> RunAsync(WorkerHostOptions host, GenerationOptions options, CancellationToken cancellationToken) =>
        WorkerHost.RunAsync(WorkerRole.Generation, host, worker => worker.AddGeneration(options), worker => worker.MapGeneration(), cancellationToken);

    static GenerationOptions Read(ParseResult line) => new()
    {
        Model = line.GetRequiredValue(model),
        Parts = [.. line.GetRequiredValue(part).Select((path, i) => new ModelPart(path, line.GetRequiredValue(partSha256).ElementAtOrDefault(i)))],
        Native = line.GetRequiredValue(native),
        Sha256 = line.GetValue(sha256),
        Threads = line.GetValue(threads),
        Context = line.GetValue(context),
        Sequences = line.GetValue(sequences),
        GpuLayers = line.GetValue(gpuLayers),
        SplitMode = line.GetRequiredValue(splitMode),
        FlashAttention = line.GetRequiredValue(flashAttention),
        KeyType = line.GetRequiredValue(keyType),
        ValueType = line.GetRequiredValue(valueType),
        MapsFile = !line.GetValue(noMmap),
        Template = line.GetValue(template),
    };

    static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = $"{description} Default: {values[0]}.", DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
