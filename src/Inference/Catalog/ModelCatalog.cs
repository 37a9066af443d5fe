using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Inference;

/// <summary>A catalog.json: models with their hashes and provenance. One is shipped, another is the installation's own.</summary>
public sealed record ModelCatalog
{
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public required IReadOnlyList<CatalogModel> Models { get; init; }

    /// <summary>Reads a catalog whose files lie below it. Throws <see cref="InferenceException"/> when it is missing, is not a catalog, or lists an entry that cannot be used.</summary>
    public static ModelCatalog Read(string path) => Read(path, CatalogPaths.Below);

    internal static ModelCatalog Read(string path, CatalogPaths paths)
    {
        try
        {
            var catalog = JsonSerializer.Deserialize<ModelCatalog>(File.ReadAllText(path), _json) ?? throw new JsonException("it is null");
            CatalogRules.Check(catalog.Models, paths);
            return catalog;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The model catalog {path} cannot be read: {fault.Message} Correct it.", fault);
        }
    }

    /// <summary>As it is written to a file. Throws <see cref="JsonException"/> for an entry that could not be read back.</summary>
    internal byte[] Encode()
    {
        CatalogRules.Check(Models, CatalogPaths.Anywhere);
        return JsonSerializer.SerializeToUtf8Bytes(this, _json);
    }

    /// <summary>Two entries that say the same.</summary>
    internal static bool AreSame(CatalogModel one, CatalogModel other) => JsonSerializer.Serialize(one, _json) == JsonSerializer.Serialize(other, _json);
}
