using OnPremLlm.Tenancy.Limits;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>A tenant's limits as the control database keeps them; null: not set.</summary>
sealed class TenantLimitsRow
{
    public Guid TenantId { get; init; }

    public int? Concurrency { get; set; }

    public int? Queue { get; set; }

    public int? TokensPerMinute { get; set; }

    public int? ContextTokens { get; set; }

    public double? Weight { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public void Take(TenantLimits limits, DateTimeOffset now)
    {
        (Concurrency, Queue, TokensPerMinute, ContextTokens, Weight) = (limits.Concurrency, limits.Queue, limits.TokensPerMinute, limits.ContextTokens, limits.Weight);
        ChangedAt = now;
    }

    public TenantLimits ToLimits() => new()
    {
        Concurrency = Concurrency,
        Queue = Queue,
        TokensPerMinute = TokensPerMinute,
        ContextTokens = ContextTokens,
        Weight = Weight,
        ChangedAt = ChangedAt,
    };
}
