using System.CommandLine;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary><c>onpremllm models add</c>.</summary>
internal static class AddCommand
{
    static readonly Argument<string> _path = new("path") { Description = "GGUF file; of a split model the first, NAME-00001-of-0000N.gguf" };
    static readonly Option<string> _id = new("--id") { Description = "Its name for programs: letters, digits or . _ -", Required = true };
    static readonly Option<string> _licence = new("--licence") { Description = "SPDX identifier of the licence", Required = true };
    static readonly Option<string> _origin = new("--origin") { Description = "Who made it and where it was fetched", Required = true };
    static readonly Option<string> _training = new("--training-data") { Description = "What its maker states about the data it was trained on", Required = true };
    static readonly Option<bool> _inPlace = new("--in-place") { Description = "The files stay where they are; workers' accounts must be able to read them" };
    static readonly Option<string[]> _sha256 = new("--sha256") { Description = "The publisher's SHA-256, once for each file in order; another one is refused", DefaultValueFactory = _ => [] };
    static readonly Option<string[]> _tenants = new("--tenant") { Description = "A clinic that may use it; may be given again (default: all)", DefaultValueFactory = _ => [] };
    static readonly Option<string?> _isolation = Word("--isolation", "dedicated: a worker for each clinic (default); shared: one for all", "dedicated", "shared");
    static readonly Option<int?> _context = Number("--context", "Tokens of one sequence", 16, 1 << 20);
    static readonly Option<int?> _sequences = Number("--sequences", "Requests at a time in one worker", 1, 64);
    static readonly Option<int?> _threads = Number("--threads", "Threads of one worker", 1, 256);
    static readonly Option<int?> _gpuLayers = Number("--gpu-layers", "Layers on the GPU; none found is an error", 0, 512);
    static readonly Option<string?> _split = Word("--split-mode", "Spread over several GPUs", "layer", "none", "row");
    static readonly Option<string?> _flash = Word("--flash-attention", "Flash attention", "auto", "on", "off");
    static readonly Option<string?> _keyType = Word("--key-type", "Type of the cached keys", "f16", "q8_0", "q4_0");
    static readonly Option<string?> _valueType = Word("--value-type", "Type of the cached values", "f16", "q8_0", "q4_0");
    static readonly Option<bool> _noMmap = new("--no-mmap") { Description = "Reads the weights into each worker's memory instead of mapping the file" };
    static readonly Option<string?> _template = new("--template") { Description = "Chat template: a file, or the name of one of llama.cpp's (chatml, llama3 …), where the model's own is not known" };
    static readonly Option<int?> _keepAlive = Number("--keep-alive", "Minutes without a request until its worker is stopped", 1, 43_200);
    static readonly Option<bool> _preWarm = new("--pre-warm") { Description = "Loads it when the Host starts" };
    static readonly Option<bool> _demonstration = new("--demonstration") { Description = "Shows the product and must not draft notes of patients" };

    public static Command Make(Option<string> data)
    {
        var command = new Command("add", "Checks, copies and hashes a model and lists it. A Host that is running offers it at once.")
        {
            _path, _id, _licence, _origin, _training, _inPlace, _sha256, _tenants, _isolation, _context, _sequences, _threads, _gpuLayers,
            _split, _flash, _keyType, _valueType, _noMmap, _template, _keepAlive, _preWarm, _demonstration,
        };
        command.SetAction((parsed, ct) => new ModelAddition(ModelCommands.Installation(parsed, data), AnsiConsole.Console).RunAsync(Read(parsed), ct));
        return command;
    }

    static AskedModel Read(ParseResult parsed) => new()
    {
        Path = parsed.GetRequiredValue(_path),
        InPlace = parsed.GetValue(_inPlace),
        Sha256 = parsed.GetValue(_sha256) ?? [],
        Tenants = parsed.GetValue(_tenants) ?? [],
        Entry = new()
        {
            Id = parsed.GetRequiredValue(_id),
            Licence = parsed.GetRequiredValue(_licence),
            Origin = parsed.GetRequiredValue(_origin),
            TrainingData = parsed.GetRequiredValue(_training),
            Isolation = parsed.GetValue(_isolation) switch { "shared" => IsolationMode.Shared, "dedicated" => IsolationMode.Dedicated, _ => null },
            ContextTokens = parsed.GetValue(_context) ?? 0,
            Sequences = parsed.GetValue(_sequences),
            Threads = parsed.GetValue(_threads),
            GpuLayers = parsed.GetValue(_gpuLayers),
            SplitMode = parsed.GetValue(_split),
            FlashAttention = parsed.GetValue(_flash),
            KeyType = parsed.GetValue(_keyType),
            ValueType = parsed.GetValue(_valueType),
            Mmap = !parsed.GetValue(_noMmap),
            ChatTemplate = parsed.GetValue(_template) is { } template && File.Exists(template) ? File.ReadAllText(template) : parsed.GetValue(_template),
            KeepAlive = parsed.GetValue(_keepAlive) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            PreWarm = parsed.GetValue(_preWarm),
            Demonstration = parsed.GetValue(_demonstration),
        },
    };

    static Option<string?> Word(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", words)}" };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = $"{description}, {least} to {most}" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && (value < least || value > most))
            {
                result.AddError($"{name} must be {least} to {most}.");
            }
        });
        return option;
    }
}
