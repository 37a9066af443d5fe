namespace OnPremLlm.Inference.Structured;

/// <summary>How large a schema may be. The defaults keep its grammar within what a worker takes.</summary>
public sealed record SchemaLimits
{
    /// <summary>Bytes of the schema. Default 64 KiB.</summary>
    public int Bytes { get; init; } = 64 << 10;

    /// <summary>Schemas within schemas. Default 32.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Schemas in all, each use of a definition counted once. Default 500.</summary>
    public int Schemas { get; init; } = 500;

    /// <summary>Values of all enums together. Default 1,000.</summary>
    public int EnumValues { get; init; } = 1_000;

    /// <summary>The largest minLength, maxLength, minItems or maxItems. Default 2,000.</summary>
    public int Repetition { get; init; } = 2_000;

    /// <summary>Those of all schemas together. Default 15,000.</summary>
    public int RepetitionsInAll { get; init; } = 15_000;

    /// <summary>Rules of the grammar. Default 1,000.</summary>
    public int Rules { get; init; } = 1_000;

    /// <summary>Bytes of the grammar. Default 60 KiB.</summary>
    public int GrammarBytes { get; init; } = 60 << 10;

    public static SchemaLimits Default { get; } = new();
}
