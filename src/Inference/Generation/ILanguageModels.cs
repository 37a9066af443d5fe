namespace OnPremLlm.Inference;

/// <summary>The language models of this installation, as an owner may use them. Thread-safe.</summary>
public interface ILanguageModels
{
    /// <summary>What the owner may use, by id; starts nothing.</summary>
    IReadOnlyList<ModelSummary> List(OwnerId owner);

    /// <summary>Null where there is none of that id, and also where the owner may not use it.</summary>
    ILanguageModel? Find(OwnerId owner, string id);
}

/// <summary>What is the same for everything that uses models by name.</summary>
internal static class LanguageModelsExtensions
{
    public static ILanguageModel Require(this ILanguageModels models, OwnerId owner, string id) => models.Find(owner.Required(), id)
        ?? throw new InferenceException(InferenceFailure.InvalidRequest, $"There is no model {id} for this clinic. It may use: {string.Join(", ", models.List(owner).Select(known => known.Id))}.");
}

/// <summary>A model before it is loaded. <paramref name="IsDemonstration"/>: shows the product and must not draft notes of patients.</summary>
public sealed record ModelSummary(string Id, bool IsDemonstration)
{
    /// <summary>Tokens that prompt and completion may have together; 0: not known before it is loaded.</summary>
    public int ContextTokens { get; init; }

    /// <summary>Answers can be bound to exact quotations.</summary>
    public bool CanQuote { get; init; } = true;

    /// <summary>Tokens of a prompt can be counted.</summary>
    public bool CanTokenize { get; init; } = true;
}
