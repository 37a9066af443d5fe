namespace OnPremLlm.Inference;

/// <summary>The model that the options name, before a worker has loaded it. <paramref name="Sha256"/> is null for a file outside the catalog.</summary>
internal sealed record SelectedModel(string Id, string Path, string? Sha256, int ContextTokens, string PromptFormat, bool IsDemonstration)
{
    /// <summary>Throws <see cref="InferenceException"/> when no model is named or its file is not there.</summary>
    public static SelectedModel From(InferenceOptions options)
    {
        var model = options.ModelFile is { Length: > 0 } file ? OutsideCatalog(file)
            : options is { ModelId: { Length: > 0 } id, CatalogFile: { } catalog } ? FromCatalog(id, catalog)
            : throw new InferenceException(InferenceFailure.Misconfigured, "No language model is set. Set ModelFile to a GGUF file, or ModelId to a model of the catalog.");
        return File.Exists(model.Path)
            ? model
            : throw new InferenceException(InferenceFailure.ModelRefused, $"The model file {model.Path} does not exist. Correct ModelFile, or copy the file there.");
    }

    /// <summary>What callers are told about the loaded file. A file that the catalog lists by hash is what the catalog says, whatever path it was named by.</summary>
    public SelectedModel WithCatalogEntryOf(string sha256, string? catalogFile)
    {
        if (Sha256 is not null || catalogFile is null || !File.Exists(catalogFile))
        {
            return this;
        }

        var entry = ModelCatalog.Read(catalogFile).Models.FirstOrDefault(model => model.Sha256 == sha256);
        return entry is null ? this : FromEntry(entry, Path);
    }

    static SelectedModel OutsideCatalog(string file) => new(System.IO.Path.GetFileName(file), file, Sha256: null, ContextTokens: 0, PromptFormat: "chat", IsDemonstration: false);

    static SelectedModel FromCatalog(string id, string catalogFile)
    {
        var models = ModelCatalog.Read(catalogFile).Models;
        var entry = models.FirstOrDefault(model => model.Id == id)
            ?? throw new InferenceException(InferenceFailure.Misconfigured, $"The catalog {catalogFile} has no model {id}. It has: {string.Join(", ", models.Select(model => model.Id))}.");
        return FromEntry(entry, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(catalogFile) ?? "", entry.File));
    }

    static SelectedModel FromEntry(CatalogModel entry, string path) => new(entry.Id, path, entry.Sha256, entry.ContextTokens, entry.PromptFormat, entry.Demonstration);
}
