namespace OnPremLlm.Inference;

/// <summary>What one owner may take of the engines.</summary>
public sealed record OwnerLimits
{
    /// <summary>How many wait where nothing else is set.</summary>
    public const int DefaultQueue = 64;

    /// <summary>Requests of one model at a time; at least 1. Default: as many as the engine holds.</summary>
    public int Concurrency { get; init; } = int.MaxValue;

    /// <summary>Requests of one model that may wait; beyond it they are refused with the time to try again. 0: none waits. Default <see cref="DefaultQueue"/>.</summary>
    public int Queue { get; init; } = DefaultQueue;

    /// <summary>Tokens a minute of one model, of prompts and completions; requests beyond it wait. 0 (default): no limit.</summary>
    public int TokensPerMinute { get; init; }

    /// <summary>Tokens that prompt and completion of one request may have; 0 (default): what the model can hold.</summary>
    public int ContextTokens { get; init; }

    /// <summary>Share among owners that compete, before an engine and for the machine's cores: twice the weight gets twice the tokens. Above 0; default 1.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>Which requests of one owner go first.</summary>
public enum RequestPriority
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>After all interactive ones of the same owner.</summary>
    Batch,
}
