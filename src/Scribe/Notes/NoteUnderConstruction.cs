using System.Diagnostics;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Protocol;
using NoteSection = OnPremLlm.Scribe.Protocol.NoteSection;

namespace OnPremLlm.Scribe.Notes;

/// <summary>Gathers a draft from the drafter's updates, and says which event each is for the subscribers.</summary>
internal sealed class NoteUnderConstruction(NoteTemplate template, IReadOnlyList<TranscriptSegment> transcript)
{
    readonly Dictionary<string, List<NoteStatement>> _statements = template.Sections.ToDictionary(section => section.Id, _ => new List<NoteStatement>());

    IReadOnlyList<string> _truncated = [];

    /// <summary>Null for updates that are no event of their own.</summary>
    public VisitEvent? Apply(DraftUpdate update)
    {
        switch (update)
        {
            case SectionStarted started:
                var section = template.Sections.Single(s => s.Id == started.SectionId);
                return Event(VisitEventType.SectionStarted, section.Id) with { Heading = section.Heading, Group = section.Group };
            case StatementDrafted drafted:
                var statement = Map(drafted.Statement);
                _statements[drafted.Statement.SectionId].Add(statement);
                return Event(VisitEventType.StatementDrafted, drafted.Statement.SectionId) with { Statement = statement };
            case SectionCompleted completed:
                return Event(VisitEventType.SectionCompleted, completed.SectionId);
            case DraftCompleted completed:
                _truncated = completed.Summary.TruncatedSections;
                return null;
            default:
                return null;
        }
    }

    public NoteDraft Build(int version, LanguageModelInfo model, string consentSentence) => new()
    {
        Version = version,
        ModelVersion = version,
        Sections = [.. template.Sections.Select(s => new NoteSection { Id = s.Id, Group = s.Group, Heading = s.Heading, Statements = _statements[s.Id], Truncated = _truncated.Contains(s.Id) })],
        ModelId = model.Id,
        ModelSha256 = model.Sha256 ?? "",
        Demonstration = model.IsDemonstration,
        ConsentSentence = consentSentence,
    };

    // The feed sets the number and the time.
    static VisitEvent Event(VisitEventType type, string sectionId) => new() { Sequence = 0, Type = type, At = default, SectionId = sectionId };

    NoteStatement Map(Statement statement) => new()
    {
        Id = statement.Id,
        Text = statement.Text,
        Quote = statement.Quote,
        Evidence = [.. statement.Evidence.Select(id => transcript[int.Parse(id.AsSpan(1)) - 1].Id)],
        Verdict = statement.Verdict switch
        {
            EvidenceVerdict.Supported => Verdict.Supported,
            EvidenceVerdict.CheckByEar => Verdict.CheckByEar,
            EvidenceVerdict.NotSupported => Verdict.NotSupported,
            _ => throw new UnreachableException(),
        },
        Reasons = statement.Reasons,
    };
}
