namespace OnPremLlm.Scribe.Protocol;

/// <summary>GET /api/admin/limits: what the clinic may take of the language models. Only IT sets it. Null: nothing is set, and what stands beside it counts.</summary>
public sealed record LimitsSummary
{
    /// <summary>Requests of one model at a time, 1 to 64; null: as many as the engine holds.</summary>
    public int? Concurrency { get; init; }
    /// <summary>Requests of one model that may wait, 0 to 1000; null: 64.</summary>
    public int? Queue { get; init; }
    /// <summary>Tokens a minute of one model, of prompts and answers, 100 to 100000000; null: no limit.</summary>
    public int? TokensPerMinute { get; init; }
    /// <summary>Tokens that prompt and answer of one request may have together, 16 to 1048576; null: what the model holds.</summary>
    public int? ContextTokens { get; init; }
    /// <summary>Share while clinics compete, 0.1 to 10; null: 1.</summary>
    public double? Weight { get; init; }
    /// <summary>When they were last set or taken away; null: never.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
