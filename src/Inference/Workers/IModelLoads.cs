namespace OnPremLlm.Inference;

/// <summary>
/// Is told of each load of a model before the first request of an owner reaches it, and enters it in that owner's ledger. Where it throws,
/// the request is refused: a model that nobody can prove was loaded is not used.
/// </summary>
public interface IModelLoads
{
    Task EnterAsync(ModelLoad load, CancellationToken ct);
}

/// <summary>A model that was loaded for an owner. Of a shared worker each owner is told at its own first use.</summary>
public sealed record ModelLoad
{
    public required OwnerId Owner { get; init; }

    /// <summary>Id in the catalog, or the file name of a model that is not in it.</summary>
    public required string ModelId { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of what was loaded; of a split model over its files' hashes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>"llama.cpp".</summary>
    public required string Engine { get; init; }

    public required string EngineVersion { get; init; }

    public required IsolationMode Isolation { get; init; }
}
