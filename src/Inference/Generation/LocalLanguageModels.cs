using System.Collections.Concurrent;

namespace OnPremLlm.Inference;

/// <summary>The models of the catalogs, each behind gates of its own, and the drafting model among them.</summary>
internal sealed class LocalLanguageModels(ModelCatalogs catalogs, WorkerSupervisor supervisor, InferenceOptions options, ILanguageModel drafting, TimeProvider time) : ILanguageModels
{
    readonly ConcurrentDictionary<string, ILanguageModel> _models = [];

    public IReadOnlyList<ModelSummary> List(OwnerId owner) => [.. catalogs.Of(owner).Select(model => new ModelSummary(model.Id, model.IsDemonstration))];

    public ILanguageModel? Find(OwnerId owner, string id) =>
        catalogs.Find(owner, id) is not { } model ? null : model.Id == catalogs.Drafting().Id ? drafting : _models.GetOrAdd(model.Id, Make);

    /// <summary>The drafting model, as Scribe uses it.</summary>
    public static ILanguageModel MakeDrafting(ModelCatalogs catalogs, WorkerSupervisor supervisor, InferenceOptions options, TimeProvider time) =>
        Make(catalogs.Drafting, catalogs, supervisor, options, time);

    ILanguageModel Make(string id) => Make(
        () => catalogs.All().FirstOrDefault(model => model.Id == id)
            ?? throw new InferenceException(InferenceFailure.ModelRefused, $"The model {id} was removed. Choose one of those that are listed."),
        catalogs, supervisor, options, time);

    static ScheduledLanguageModel Make(Func<SelectedModel> select, ModelCatalogs catalogs, WorkerSupervisor supervisor, InferenceOptions options, TimeProvider time) =>
        new(new WorkerLanguageModel(supervisor, catalogs, select), select, options, time);
}
