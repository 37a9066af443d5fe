using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>models/catalog.json: the models that this installation vouches for, with their provenance.</summary>
public sealed record ModelCatalog
{
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public required IReadOnlyList<CatalogModel> Models { get; init; }

    /// <summary>Reads a catalog. Throws <see cref="InferenceException"/> when it is missing, is not a catalog, or lists an entry that cannot be used.</summary>
    public static ModelCatalog Read(string path)
    {
        try
        {
            var catalog = JsonSerializer.Deserialize<ModelCatalog>(File.ReadAllText(path), _json) ?? throw new JsonException("it is null");
            catalog.Check(path);
            return catalog;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The model catalog {path} cannot be read: {fault.Message} Correct it or set CatalogFile to another.", fault);
        }
    }

    void Check(string path)
    {
        foreach (var model in Models)
        {
            if (model.Sha256.Length != 64 || !model.Sha256.All(char.IsAsciiHexDigitLower))
            {
                throw new JsonException($"the sha256 of {model.Id} is not 64 lower-case hexadecimal digits.");
            }

            // Attack: an entry that leads out of the models folder, so that a worker is handed another file of the Host.
            if (Path.IsPathRooted(model.File) || model.File.Split('/').Contains(".."))
            {
                throw new JsonException($"the file of {model.Id} must lie below {Path.GetDirectoryName(path)}.");
            }
        }

        if (Models.GroupBy(model => model.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new JsonException($"{twice.Key} is listed twice.");
        }
    }
}

/// <summary>A model that the catalog lists.</summary>
public sealed record CatalogModel
{
    public required string Id { get; init; }

    /// <summary>Path of the GGUF file, relative to the catalog.</summary>
    public required string File { get; init; }

    /// <summary>Lower-case hexadecimal. A file with another hash is not loaded.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    public required string Origin { get; init; }

    public required string TrainingData { get; init; }

    /// <summary>Tokens of one sequence; 0: what the model was trained for.</summary>
    public int ContextTokens { get; init; }

    /// <summary>"chat" (default), or the name of a format that only this model has.</summary>
    public string PromptFormat { get; init; } = "chat";

    /// <summary>Shows the product and must not draft notes of patients.</summary>
    public bool Demonstration { get; init; }
}
