namespace OnPremLlm.Tenancy.Limits;

/// <summary>
/// What one tenant may take of the language models, as IT set it. Null everywhere: nothing was set, and the default of the engines counts. The
/// bounds are those of <see cref="LimitBounds"/>, all inclusive.
/// </summary>
public sealed record TenantLimits
{
    /// <summary>Requests of one model at a time; default: as many as the engine holds.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests of one model that may wait; 0: none waits; default 64.</summary>
    public int? Queue { get; init; }

    /// <summary>Tokens a minute of one model, of prompts and answers; default: no limit.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Tokens that prompt and answer of one request may have together; default: what the model holds.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Share among tenants that compete; default 1.</summary>
    public double? Weight { get; init; }

    /// <summary>When they were last set or taken away; null: never.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>What can be set.</summary>
public static class LimitBounds
{
    public const int LeastConcurrency = 1, MostConcurrency = 64;
    public const int LeastQueue = 0, MostQueue = 1_000;
    public const int LeastTokensPerMinute = 100, MostTokensPerMinute = 100_000_000;
    public const int LeastContextTokens = 16, MostContextTokens = 1 << 20;
    public const double LeastWeight = 0.1, MostWeight = 10;

    /// <summary>Throws <see cref="LimitsRefusedException"/> for the first value out of its bounds.</summary>
    public static void Check(TenantLimits limits)
    {
        Check(limits.Concurrency, LeastConcurrency, MostConcurrency, "The number of requests at a time", "requests");
        Check(limits.Queue, LeastQueue, MostQueue, "The number of requests that wait", "requests");
        Check(limits.TokensPerMinute, LeastTokensPerMinute, MostTokensPerMinute, "The number of tokens a minute", "tokens");
        Check(limits.ContextTokens, LeastContextTokens, MostContextTokens, "The context of one request", "tokens");
        // "Not within" and not "outside": NaN is neither below nor above.
        if (limits.Weight is { } weight && !(weight >= LeastWeight && weight <= MostWeight))
        {
            throw new LimitsRefusedException(FormattableString.Invariant($"The weight must be {LeastWeight} to {MostWeight}; 1 is everybody's share where nothing is set. Nothing was changed."));
        }
    }

    static void Check(int? value, int least, int most, string what, string unit)
    {
        if (value < least || value > most)
        {
            throw new LimitsRefusedException(FormattableString.Invariant($"{what} must be {least} to {most} {unit}. Nothing was changed."));
        }
    }
}

/// <summary>Limits could not be set; the message says what the rules want.</summary>
public sealed class LimitsRefusedException(string message) : Exception(message);
