namespace OnPremLlm.Inference;

/// <summary>
/// Is told of each load of a model before the first request of an owner reaches it, and enters it in that owner's ledger. Where it throws,
/// the request is refused: a model that nobody can prove was loaded is not used.
/// </summary>
public interface IModelLoads
{
    Task EnterAsync(ModelLoad load, CancellationToken ct);
}

/// <summary>A model that was loaded for an owner, or a remote engine that is about to be used. Of a shared worker each owner is told at its own first use.</summary>
public sealed record ModelLoad
{
    public required OwnerId Owner { get; init; }

    /// <summary>Id in the catalog, or the file name of a model that is not in it.</summary>
    public required string ModelId { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of what was loaded; of a split model over its files' hashes. Null for a remote engine, whose file nobody here has seen.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>"llama.cpp", or "openai-compatible" for a remote engine.</summary>
    public required string Engine { get; init; }

    public required string EngineVersion { get; init; }

    public required IsolationMode Isolation { get; init; }

    /// <summary>Where it is answered, if not here: told before the first request leaves this machine, for each owner and each change of the entry.</summary>
    public RemoteAddress? Remote { get; init; }
}
