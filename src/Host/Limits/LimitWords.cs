using System.Globalization;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.Limits;

namespace OnPremLlm.Host.Limits;

/// <summary>One limit as command line and page show it. <paramref name="Name"/> is the option's without the dashes.</summary>
internal sealed record LimitLine(string Name, string Title, string Value, string Meaning);

/// <summary>Limits with their units; what is not set says so.</summary>
internal static class LimitWords
{
    public const string Concurrency = "concurrency";
    public const string Queue = "queue";
    public const string TokensPerMinute = "tokens-per-minute";
    public const string Context = "context";
    public const string Weight = "weight";

    const string None = "no limit (default)";

    public static IReadOnlyList<string> Names { get; } = [Concurrency, Queue, TokensPerMinute, Context, Weight];

    public static IReadOnlyList<LimitLine> Of(TenantLimits limits) =>
    [
        new(Concurrency, "Requests at a time", Count(limits.Concurrency, "request") ?? None, "Of one model; further ones wait."),
        new(Queue, "Requests that wait", Count(limits.Queue, "request") ?? $"{Count(OwnerLimits.DefaultQueue, "request")} (default)", "Of one model; further ones are answered \"busy\"."),
        new(TokensPerMinute, "Tokens a minute", Count(limits.TokensPerMinute, "token") ?? None, "Of one model, prompts and answers together; requests beyond it wait."),
        new(Context, "Context", Count(limits.ContextTokens, "token") ?? None, "Prompt and answer of one request together; what a model holds counts too."),
        new(Weight, "Weight", limits.Weight?.ToString("0.##", CultureInfo.InvariantCulture) ?? "1 (default)", "Share while clinics compete: twice the weight gets twice the tokens."),
    ];

    /// <summary>All of them in one line.</summary>
    public static string Sentence(TenantLimits limits) => string.Join("; ", Of(limits).Select(line => $"{line.Name} {line.Value}"));

    /// <summary>The limit of this name as if nothing was set.</summary>
    public static TenantLimits Without(this TenantLimits limits, string name) => name switch
    {
        Concurrency => limits with { Concurrency = null },
        Queue => limits with { Queue = null },
        TokensPerMinute => limits with { TokensPerMinute = null },
        Context => limits with { ContextTokens = null },
        Weight => limits with { Weight = null },
        _ => throw new ArgumentOutOfRangeException(nameof(name), $"There is no such limit. There are: {string.Join(", ", Names)}."),
    };

    static string? Count(int? number, string one) => number is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some:N0} {one}{(some == 1 ? "" : "s")}") : null;
}
