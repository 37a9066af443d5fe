namespace OnPremLlm.Scribe.Drafting;

/// <summary>Counts what a draft holds while it is written.</summary>
internal sealed class DraftTally
{
    readonly Dictionary<EvidenceVerdict, int> verdicts = [];
    readonly List<string> truncated = [];

    public int Statements => verdicts.Values.Sum();

    public void Count(DraftUpdate update)
    {
        if (update is StatementDrafted { Statement.Verdict: var verdict })
        {
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
        }
    }

    public void Truncated(string sectionId) => truncated.Add(sectionId);

    public DraftSummary Summarize(DraftJob job, string format, TimeSpan duration) => new()
    {
        ModelId = job.Model.Id,
        ModelSha256 = job.Model.Sha256 ?? "",
        Format = format,
        IsDemonstration = job.Model.IsDemonstration,
        TemplateId = job.Template.Id,
        TemplateVersion = job.Template.Version,
        Supported = verdicts.GetValueOrDefault(EvidenceVerdict.Supported),
        CheckByEar = verdicts.GetValueOrDefault(EvidenceVerdict.CheckByEar),
        NotSupported = verdicts.GetValueOrDefault(EvidenceVerdict.NotSupported),
        TruncatedSections = truncated,
        Duration = duration,
    };
}
