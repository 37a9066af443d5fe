using System.Collections.Concurrent;

namespace OnPremLlm.Inference;

/// <summary>The models of the catalogs, each behind gates of its own, and the drafting model among them.</summary>
internal sealed class LocalLanguageModels(ModelCatalogs catalogs, LanguageModelMaker maker, ILanguageModel drafting) : ILanguageModels
{
    readonly ConcurrentDictionary<string, ILanguageModel> _models = [];

    public IReadOnlyList<ModelSummary> List(OwnerId owner) => [.. catalogs.Of(owner).Select(Summary)];

    public ILanguageModel? Find(OwnerId owner, string id) =>
        catalogs.Find(owner, id) is not { } model ? null : model.Id == catalogs.Drafting().Id ? drafting : _models.GetOrAdd(model.Id, maker.Make);

    static ModelSummary Summary(SelectedModel model) => new(model.Id, model.IsDemonstration)
    {
        ContextTokens = model.KnownContext,
        CanQuote = model.Remote?.Extensions.Contains(RemoteEngine.SpanExtension) ?? true,
        CanTokenize = model.Remote?.Extensions.Contains(RemoteEngine.TokenizeExtension) ?? true,
    };
}

/// <summary>Puts a model together: worker or remote engine, behind a gate.</summary>
internal sealed class LanguageModelMaker(ModelCatalogs catalogs, WorkerSupervisor supervisor, RemoteClient client, RemoteLoads loads, InferenceOptions options, TimeProvider time)
{
    /// <summary>The drafting model, as Scribe uses it.</summary>
    public ILanguageModel MakeDrafting() => Make(catalogs.Drafting);

    public ILanguageModel Make(string id) => Make(
        () => catalogs.All().FirstOrDefault(model => model.Id == id)
            ?? throw new InferenceException(InferenceFailure.ModelRefused, $"The model {id} was removed. Choose one of those that are listed."));

    ScheduledLanguageModel Make(Func<SelectedModel> select) => new(
        new CatalogLanguageModel(new WorkerLanguageModel(supervisor, catalogs, select), new RemoteLanguageModel(client, loads, select), select), select, options, time);
}
