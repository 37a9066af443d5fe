using OnPremLlm.Host.Api;
using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Host.Composition;

/// <summary>Scopes as claims, command line, interface and policies write them.</summary>
internal static class ScopeNames
{
    static readonly (string Name, ApiKeyScopes Scope)[] _known =
        [(Policies.Inference, ApiKeyScopes.Inference), (Policies.Embeddings, ApiKeyScopes.Embeddings), (Policies.ModelList, ApiKeyScopes.Models)];

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _known.Select(known => known.Name)];

    public static IReadOnlyList<string> Of(ApiKeyScopes scopes) => [.. _known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];

    /// <summary>Throws <see cref="ApiKeyRefusedException"/> for a name that is none, without repeating it.</summary>
    public static ApiKeyScopes Parse(IEnumerable<string?> names) => names.Aggregate(ApiKeyScopes.None, (scopes, name) => scopes | Parse(name));

    static ApiKeyScopes Parse(string? name) => _known.FirstOrDefault(known => known.Name == name) is { Scope: not ApiKeyScopes.None and var scope }
        ? scope
        : throw new ApiKeyRefusedException($"A scope is not known. Give any of: {string.Join(", ", All)}.");
}
