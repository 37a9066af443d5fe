namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>
/// What each owner was served, in tokens, so that prompts of who was served least go first (virtual token counter; Sheng et al., "Fairness in
/// Serving Large Language Models", OSDI 2024). An owner that comes back is raised to the least of those at work: nobody saves up. Owner thread only.
/// </summary>
internal sealed class OwnerShares
{
    /// <summary>A token that is generated costs as much as this many of a prompt.</summary>
    const int CompletionCost = 2;

    const int MostOwners = 1_000;

    readonly Dictionary<string, long> served = [];

    /// <param name="others">The owners of the requests that are at work.</param>
    public void Begin(string owner, IEnumerable<string> others)
    {
        var atWork = others.ToHashSet(StringComparer.Ordinal);
        if (atWork.Contains(owner))
        {
            return;
        }

        if (served.Count > MostOwners)
        {
            served.Clear(); // all equal again
        }

        served[owner] = Math.Max(ServedTo(owner), atWork.Select(ServedTo).DefaultIfEmpty(0).Min());
    }

    public void Count(string owner, int promptTokens, int completionTokens) => served[owner] = ServedTo(owner) + promptTokens + (CompletionCost * completionTokens);

    public long ServedTo(string owner) => served.GetValueOrDefault(owner);
}
