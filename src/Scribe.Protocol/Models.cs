namespace OnPremLlm.Scribe.Protocol;

/// <summary>A language model that the caller's clinic may use. What is null is not known: a file named outside the catalogs has no provenance.</summary>
public sealed record ModelFacts
{
    public required string Id { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256; of a split model over the hashes of its files. Null for a remote engine, whose file nobody here has seen.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SPDX identifier.</summary>
    public string? Licence { get; init; }

    public string? Origin { get; init; }

    /// <summary>What its maker states about the data it was trained on.</summary>
    public string? TrainingData { get; init; }

    /// <summary>Tokens of one sequence.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>"dedicated": a process for this clinic alone. "shared": one process for several clinics. "remote": an engine on another server of the hospital.</summary>
    public required string Isolation { get; init; }

    /// <summary>Only clinics that IT named may use it, this one among them.</summary>
    public required bool Restricted { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>What its worker takes of the memory, by estimate.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Shows the product and must not draft notes of patients.</summary>
    public required bool Demonstration { get; init; }

    /// <summary>Of the worker that serves this clinic: Stopped, Starting, Ready or BackingOff. Remote: no worker here does.</summary>
    public required string State { get; init; }

    /// <summary>Scheme, host and port of the server that answers; null: this one.</summary>
    public string? Remote { get; init; }

    /// <summary>What the model is called there; null with <see cref="Remote"/>.</summary>
    public string? RemoteModel { get; init; }

    /// <summary>Null while it is not loaded.</summary>
    public DateTimeOffset? LoadedAt { get; init; }
}

/// <summary>
/// GET /api/compliance/models/loads: a model that was loaded for the caller's clinic, as the clinic's ledger says; one for each file, engine and isolation.
/// </summary>
public sealed record ModelThatRan
{
    /// <summary>As it was called then. Where a file's name had other characters than letters, digits and <c>. _ : / @ + = ~ -</c>, the ledger has _ in their place.</summary>
    public required string Id { get; init; }

    /// <summary>Of what was loaded, as <see cref="ModelFacts.Sha256"/>. Null for a remote engine, whose file nobody here has seen.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Name and version: "llama.cpp/0.5.0-dev".</summary>
    public required string Engine { get; init; }

    /// <summary>As <see cref="ModelFacts.Isolation"/>: "dedicated", "shared" or "remote".</summary>
    public required string Isolation { get; init; }

    /// <summary>Scheme, host and port of the server that answered; null: this one.</summary>
    public string? Remote { get; init; }

    /// <summary>What the model was called there; null with <see cref="Remote"/>.</summary>
    public string? RemoteModel { get; init; }

    /// <summary>To the minute, as all times in the ledger.</summary>
    public required DateTimeOffset FirstLoadedAt { get; init; }

    /// <summary>To the minute.</summary>
    public required DateTimeOffset LastLoadedAt { get; init; }

    /// <summary>How often it was loaded; of a shared worker, how many of its runs this clinic used; of a remote engine, how often it was named anew.</summary>
    public required int Loads { get; init; }
}
