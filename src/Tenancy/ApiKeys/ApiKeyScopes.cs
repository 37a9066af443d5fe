namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>What a key may be used for. The numbers are stored: never renumber.</summary>
[Flags]
public enum ApiKeyScopes
{
    /// <summary>Opens nothing; no key is made with it.</summary>
    None = 0,

    /// <summary>Chat, completions and counting tokens.</summary>
    Inference = 1,

    Embeddings = 2,

    /// <summary>The list of models.</summary>
    Models = 4,

    All = Inference | Embeddings | Models,
}
