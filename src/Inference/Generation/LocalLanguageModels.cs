namespace OnPremLlm.Inference;

/// <summary>The one model that the options name.</summary>
internal sealed class LocalLanguageModels(InferenceOptions options, ILanguageModel model) : ILanguageModels
{
    readonly Lazy<ModelSummary> _only = new(() => Summary(SelectedModel.From(options)), LazyThreadSafetyMode.PublicationOnly); // a failure is not kept

    public IReadOnlyList<ModelSummary> List(OwnerId owner) => [_only.Value];

    public ILanguageModel? Find(OwnerId owner, string id) => string.Equals(_only.Value.Id, id, StringComparison.Ordinal) ? model : null;

    static ModelSummary Summary(SelectedModel model) => new(model.Id, model.IsDemonstration);
}
