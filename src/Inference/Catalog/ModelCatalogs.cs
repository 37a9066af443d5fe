using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// The models of this installation: those of its own catalog and those shipped, and which of them drafts. Where both list an id, the
/// installation's own counts: an upgrade exchanges no model that IT has chosen. Thread-safe.
/// </summary>
internal sealed class ModelCatalogs(InferenceOptions options, ILogger logger)
{
    readonly Lock _gate = new();
    CatalogSource? _shipped;
    CatalogSource? _installed;

    /// <summary>All that are listed.</summary>
    public IReadOnlyList<SelectedModel> All()
    {
        var (shipped, installed) = Sources();
        var own = Select(installed);
        return [.. own, .. Select(shipped).Where(model => own.All(other => other.Id != model.Id))];
    }

    /// <summary>The model that Scribe drafts with. Throws <see cref="InferenceException"/> when none is named or it is not listed.</summary>
    public SelectedModel Drafting()
    {
        if (options.ModelFile is { Length: > 0 } file)
        {
            return SelectedModel.OutsideCatalog(file, options);
        }

        var id = options is { ModelId: { Length: > 0 } named, CatalogFile: not null } ? named
            : throw new InferenceException(InferenceFailure.Misconfigured, "No language model is set. Set ModelFile to a GGUF file, or ModelId to a model of the catalog.");
        var models = All();
        return models.FirstOrDefault(model => model.Id == id)
            ?? throw new InferenceException(InferenceFailure.Misconfigured, $"The catalog {options.CatalogFile} has no model {id}. It has: {string.Join(", ", models.Select(model => model.Id))}.");
    }

    /// <summary>What the owner may use: the drafting model first.</summary>
    public IReadOnlyList<SelectedModel> Of(OwnerId owner)
    {
        owner.Required();
        return [.. WithDrafting().Where(model => MayUse(owner, model))];
    }

    /// <summary>All, and the drafting model, which may be a file outside the catalogs, first.</summary>
    public IReadOnlyList<SelectedModel> WithDrafting()
    {
        var drafting = Drafting();
        return [.. All().Where(model => model.Id != drafting.Id).Prepend(drafting)];
    }

    /// <summary>Null where there is none of this id, and also where the owner may not use it.</summary>
    public SelectedModel? Find(OwnerId owner, string id) => Of(owner).FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.Ordinal));

    /// <summary>Whether the owner may use it now. The second wall: also asked before each request, by whatever path it came.</summary>
    public static bool MayUse(OwnerId owner, SelectedModel model) => model.Entry?.IsFor(owner) ?? true;

    /// <summary>False: it was removed or changed since.</summary>
    public bool IsCurrent(SelectedModel model) => model.Entry is null || All().Any(listed => listed.IsSameAs(model));

    /// <summary>Whether it is listed in the installation's own catalog.</summary>
    public bool IsInstalled(SelectedModel model) => Select(Sources().Installed).Any(listed => listed.IsSameAs(model));

    /// <summary>What the catalogs say about a file that was named outside them.</summary>
    public CatalogModel? EntryOf(string sha256) => All().FirstOrDefault(model => model.Sha256 == sha256)?.Entry;

    IEnumerable<SelectedModel> Select(CatalogSource? source) => source is null ? [] : [.. source.Models().Select(entry => SelectedModel.Of(entry, source.Folder, options))];

    // On first use: tests and the Host may still set the options after this was made.
    (CatalogSource? Shipped, CatalogSource? Installed) Sources()
    {
        lock (_gate)
        {
            _shipped ??= options.CatalogFile is { } shipped ? new(shipped, CatalogPaths.Below, logger) : null;
            _installed ??= options.InstalledCatalogFile is { } installed ? new(installed, CatalogPaths.Anywhere, logger) : null;
            return (_shipped, _installed);
        }
    }
}
