using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>What the gate found of one statement.</summary>
/// <param name="Verdict">The graver of what the checks found.</param>
/// <param name="Reasons">Plain sentences without words of the visit; empty when supported.</param>
public sealed record EvidenceFinding(EvidenceVerdict Verdict, IReadOnlyList<string> Reasons)
{
    /// <summary>How many of the statement's words and values the cited words hold, 0 to 1; orders candidates when evidence is looked for.</summary>
    internal double Coverage { get; init; }
}

/// <summary>Gathers reasons while the checks run.</summary>
internal sealed class Findings
{
    readonly List<string> rejections = [];
    readonly List<string> doubts = [];

    /// <summary>Values and words that were looked for, and how many were found.</summary>
    public int Sought { get; set; }
    public int Found { get; private set; }

    public void Hit() => (Sought, Found) = (Sought + 1, Found + 1);

    public void Miss(string reason)
    {
        Sought++;
        Reject(reason);
    }

    public void Reject(string reason) => Add(rejections, reason);

    public void Doubt(string reason) => Add(doubts, reason);

    public EvidenceFinding Conclude() => new(
        rejections.Count > 0 ? EvidenceVerdict.NotSupported : doubts.Count > 0 ? EvidenceVerdict.CheckByEar : EvidenceVerdict.Supported,
        [.. rejections, .. doubts])
    {
        Coverage = Sought == 0 ? 0 : (double)Found / Sought,
    };

    static void Add(List<string> list, string reason)
    {
        if (!list.Contains(reason))
        {
            list.Add(reason);
        }
    }
}
