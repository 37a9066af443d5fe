using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// Has the headers of GGUF files read by the worker's checker, in a process without rights that gets each file on its standard input.
/// Attack: a model file from a stick takes over whoever parses it, and here that would be a process that may read keys.
/// </summary>
internal sealed class ModelInspector(InferenceOptions options)
{
    const uint Nobody = 65_534;
    const long AddressSpaceBytes = 4L << 30;

    // The shell opens the file before the account is changed. The path is an argument, never part of the script.
    const string Script = """file=$1; shift; exec "$@" <"$file" """;

    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Facts of a model in these files, in order.</summary>
    /// <exception cref="InferenceException">A file is damaged, is none or is not the part that it was given as.</exception>
    public async Task<GgufFacts> InspectAsync(IReadOnlyList<string> files, CancellationToken ct)
    {
        var facts = await InspectAsync(files[0], 0, files.Count, ct);
        for (var part = 1; part < files.Count; part++)
        {
            facts = facts with { RepackedBytes = facts.RepackedBytes + (await InspectAsync(files[part], part, files.Count, ct)).RepackedBytes };
        }

        return facts;
    }

    async Task<GgufFacts> InspectAsync(string file, int part, int parts, CancellationToken ct)
    {
        IReadOnlyList<string> command =
        [
            SystemTools.Find("prlimit"), "--core=0", "--fsize=0", $"--as={AddressSpaceBytes}", "--",
            SystemTools.Find("sh"), "-c", Script, "sh", file,
            .. ProcessLauncher.AccountCommand(HostPrivileges.CanSwitchAccounts ? Nobody : null), .. ProcessLauncher.ProgramCommand(options), "inspect", $"--part={part}", $"--parts={parts}",
        ];
        var (code, output) = await SystemTools.RunAsync(command, WorkerEnvironment.Create(options), ct);
        return code == 0 && JsonSerializer.Deserialize<GgufFacts>(output, _json) is { } facts
            ? facts
            : throw new InferenceException(InferenceFailure.ModelRefused, $"The model file {file} cannot be used. {(code == 2 ? output : $"Its check ended with exit code {code}; is the worker's program built and readable for all?")}");
    }
}

/// <summary>What the header of a model file says.</summary>
public sealed record GgufFacts
{
    public required string Architecture { get; init; }

    /// <summary>general.name; empty when the file has none.</summary>
    public required string Name { get; init; }

    public required int Layers { get; init; }

    /// <summary>Tokens; 0 when the file does not say.</summary>
    public required long TrainedContext { get; init; }

    /// <summary>Bytes of f16 keys and values of one token; an upper estimate.</summary>
    public required long CacheBytesPerToken { get; init; }

    public required bool ChatTemplate { get; init; }

    /// <summary>How it pools; null for a model that generates text.</summary>
    public int? Pooling { get; init; }

    /// <summary>Bytes of tensors that a CPU keeps a second time.</summary>
    public required long RepackedBytes { get; init; }
}
