using System.CommandLine;
using System.CommandLine.Parsing;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary><c>onpremllm models add</c>.</summary>
internal static class AddCommand
{
    const int DefaultTimeout = 300;

    static readonly Argument<string?> _path = new("path") { Description = "GGUF file; of a split model the first, NAME-00001-of-0000N.gguf. Left out with --remote", Arity = ArgumentArity.ZeroOrOne };
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

    static readonly Option<string?> _remote = new("--remote") { Description = "Instead of a file: an engine of the hospital that speaks the OpenAI API, https://…/v1. It is asked once before it is listed" };
    static readonly Option<string?> _remoteModel = new("--remote-model") { Description = "With --remote: the model's id there" };
    static readonly Option<string?> _authority = new("--authority") { Description = "With --remote: PEM file of the authority that issued the engine's certificate (default: those that this system trusts)" };
    static readonly Option<string?> _clientCertificate = new("--client-certificate") { Description = "With --remote: PEM file of this Host's client certificate" };
    static readonly Option<string?> _clientKey = new("--client-key") { Description = "With --client-certificate: PEM file of its key, if that is not in the same file" };
    static readonly Option<string?> _apiKeyFile = new("--api-key-file") { Description = "With --remote: file whose only line is the API key (never on the command line: others can read that)" };
    static readonly Option<int?> _timeout = Number("--timeout", "With --remote: seconds that the engine may be silent", 1, 3_600);

    static readonly Option[] _ofRemote = [_remoteModel, _authority, _clientCertificate, _clientKey, _apiKeyFile, _timeout];
    static readonly Option[] _ofFiles = [_inPlace, _sha256, _isolation, _threads, _gpuLayers, _split, _flash, _keyType, _valueType, _noMmap, _template, _keepAlive, _preWarm];

    public static Command Make(Option<string> data)
    {
        var command = new Command("add", "Checks, copies and hashes a model and lists it, or lists one that an engine on another server answers for. A Host that is running offers it at once.")
        {
            _path, _id, _licence, _origin, _training, _inPlace, _sha256, _tenants, _isolation, _context, _sequences, _threads, _gpuLayers,
            _split, _flash, _keyType, _valueType, _noMmap, _template, _keepAlive, _preWarm, _demonstration, _remote, _remoteModel, _authority, _clientCertificate, _clientKey, _apiKeyFile, _timeout,
        };
        command.Validators.Add(Check);
        command.SetAction((parsed, ct) => parsed.GetValue(_remote) is { } endpoint
            ? new RemoteAddition(ModelCommands.Installation(parsed, data), AnsiConsole.Console).RunAsync(ReadRemote(parsed, endpoint), ct)
            : new ModelAddition(ModelCommands.Installation(parsed, data), AnsiConsole.Console).RunAsync(Read(parsed), ct));
        return command;
    }

    static AskedModel Read(ParseResult parsed) => new()
    {
        Path = parsed.GetValue(_path) ?? "", // Check required it
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

    static AskedRemote ReadRemote(ParseResult parsed, string endpoint) => new()
    {
        Tenants = parsed.GetValue(_tenants) ?? [],
        Engine = new()
        {
            Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute), // its rules are the catalog's
            Model = parsed.GetValue(_remoteModel) ?? "", // Check required it
            Authority = FullPath(parsed.GetValue(_authority)),
            ClientCertificate = FullPath(parsed.GetValue(_clientCertificate)),
            ClientKey = FullPath(parsed.GetValue(_clientKey)),
            ApiKeyFile = FullPath(parsed.GetValue(_apiKeyFile)),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? DefaultTimeout),
        },
        Entry = new()
        {
            Id = parsed.GetRequiredValue(_id),
            Licence = parsed.GetRequiredValue(_licence),
            Origin = parsed.GetRequiredValue(_origin),
            TrainingData = parsed.GetRequiredValue(_training),
            ContextTokens = parsed.GetValue(_context) ?? 0,
            Sequences = parsed.GetValue(_sequences),
            Demonstration = parsed.GetValue(_demonstration),
        },
    };

    static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    // An option of the other kind would be left out in silence.
    static void Check(CommandResult result)
    {
        var isRemote = result.GetResult(_remote) is not null;
        if (isRemote == result.GetResult(_path) is { Tokens.Count: > 0 })
        {
            result.AddError(isRemote ? "Give either a file or --remote, not both." : "Name a GGUF file, or an engine with --remote.");
        }
        else if (isRemote && result.GetResult(_remoteModel) is null)
        {
            result.AddError("--remote needs --remote-model: the model's id there.");
        }
        else if ((isRemote ? _ofFiles : _ofRemote).FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } wrong)
        {
            result.AddError(isRemote ? $"{wrong.Name} is for models that run here; with --remote the engine decides." : $"{wrong.Name} needs --remote.");
        }
        else if (result.GetValue(_sha256)?.Any(hash => hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)) is true)
        {
            result.AddError("--sha256 must be 64 hexadecimal digits.");
        }
    }

    static Option<string?> Word(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", words)}" };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    static Option<int?> Number(string name, string description, int least, int most) => NumberOption.Whole(name, least, most, $"{description}, {least} to {most}");
}
