using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnPremLlm.Inference;

/// <summary>Where a catalog's files may lie.</summary>
internal enum CatalogPaths
{
    /// <summary>Below the catalog's folder.</summary>
    Below,

    /// <summary>Also at absolute paths that IT registered.</summary>
    Anywhere,
}

/// <summary>What an entry of a catalog must be. A breach is a <see cref="JsonException"/> with a sentence.</summary>
internal static partial class CatalogRules
{
    const int LongestTemplate = 65_536;
    static readonly string[] _cacheTypes = ["f16", "q8_0", "q4_0"];
    static readonly string[] _flashModes = ["auto", "on", "off"];
    static readonly string[] _splitModes = ["layer", "none", "row"];

    public static bool IsId(string id) => IdShape().IsMatch(id);

    public static void Check(IReadOnlyList<CatalogModel> models, CatalogPaths paths)
    {
        foreach (var model in models)
        {
            Require(IsId(model.Id), "an id is not 1 to 64 letters, digits or . _ - that begin with a letter or digit");
            CheckRemote(model, paths);
            CheckFiles(model, paths);
            CheckSizes(model);
            CheckAttention(model);
        }

        if (models.GroupBy(model => model.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new JsonException($"{twice.Key} is listed twice.");
        }
    }

    // Attack: a shipped catalog, which comes with an upgrade, that sends prompts to a server which IT has not chosen.
    static void CheckRemote(CatalogModel model, CatalogPaths paths)
    {
        if (model.Remote is { } remote)
        {
            Require(paths is CatalogPaths.Anywhere, $"{model.Id} is remote, which only the installation's own catalog may say");
            Require(RemoteRules.Problem(model, remote) is null, RemoteRules.Problem(model, remote) ?? "");
        }

        Require(model.Isolation is not IsolationMode.Remote, $"isolation of {model.Id} must be dedicated or shared; a remote engine is named by \"remote\"");
    }

    static void CheckFiles(CatalogModel model, CatalogPaths paths)
    {
        Require(model.File is null || model.Files.Count == 0, $"{model.Id} has both file and files");
        foreach (var file in model.Parts)
        {
            Require(file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigitLower), $"the sha256 of {model.Id} is not 64 lower-case hexadecimal digits");
            // Attack: an entry that leads out of the models folder, so that a worker is handed another file of the Host.
            var isBelow = file.Path.Length > 0 && !Path.IsPathRooted(file.Path) && !file.Path.Split('/').Contains("..");
            Require(isBelow || (paths is CatalogPaths.Anywhere && Path.IsPathFullyQualified(file.Path)), $"the file of {model.Id} must lie below the catalog's folder");
        }
    }

    static void CheckSizes(CatalogModel model)
    {
        Within(model, model.ContextTokens, 0, 1 << 20, "contextTokens");
        Within(model, model.Sequences ?? 1, 1, 64, "sequences");
        Within(model, model.Threads ?? 1, 1, 256, "threads");
        Within(model, model.GpuLayers ?? 0, 0, 512, "gpuLayers");
        Require((model.ChatTemplate?.Length ?? 0) <= LongestTemplate, $"the chatTemplate of {model.Id} is longer than {LongestTemplate} characters");
        Require(model.KeepAlive is null || (model.KeepAlive >= TimeSpan.FromSeconds(10) && model.KeepAlive <= TimeSpan.FromDays(30)), $"keepAlive of {model.Id} is not 10 seconds to 30 days");
        Require(model is { SizeBytes: >= 0, CacheBytesPerToken: >= 0, RepackedBytes: >= 0, TrainedContext: >= 0 }, $"a size of {model.Id} is negative");
    }

    static void CheckAttention(CatalogModel model)
    {
        Among(model, model.SplitMode, _splitModes, "splitMode");
        Among(model, model.FlashAttention, _flashModes, "flashAttention");
        Among(model, model.KeyType, _cacheTypes, "keyType");
        Among(model, model.ValueType, _cacheTypes, "valueType");
        Require(model.FlashAttention != "off" || model.ValueType is null or "f16", $"valueType {model.ValueType} of {model.Id} needs flash attention, which is off");
        // Without it the values lie transposed, and a sequence cannot be wiped alone when it changes hands.
        Require(model.FlashAttention != "off" || model.Isolation is not IsolationMode.Shared, $"{model.Id} is shared, which needs flash attention, and that is off");
    }

    static void Within(CatalogModel model, int value, int least, int most, string field) => Require(value >= least && value <= most, $"{field} of {model.Id} is {value} and {least} to {most} is allowed");

    static void Among(CatalogModel model, string? value, string[] allowed, string field) => Require(value is null || allowed.Contains(value), $"{field} of {model.Id} must be {string.Join(", ", allowed)}");

    static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new JsonException($"{problem}.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex IdShape();
}
