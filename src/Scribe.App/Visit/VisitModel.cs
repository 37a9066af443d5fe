using OnPremLlm.Scribe.App.Visit.Note;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit;

/// <summary>One visit as the page shows it: the stored state plus every event since. Applying an event twice changes nothing.</summary>
public sealed class VisitModel
{
    readonly List<TranscriptSegment> segments = [];
    readonly HashSet<string> known = [];
    readonly Dictionary<Speaker, PartialTranscript> partials = [];
    readonly HashSet<RecordKind> purged = [];

    public VisitDetail? Detail { get; private set; }
    public VisitState State { get; private set; }
    public string? Problem { get; private set; }
    public long LastEvent { get; private set; }
    public IReadOnlyList<TranscriptSegment> Segments => segments;
    public IEnumerable<PartialTranscript> Partials => partials.Values.OrderBy(p => p.StartMs);

    /// <summary>Sections of the draft that is being written now.</summary>
    public List<StreamedSection> Streaming { get; } = [];
    public NoteEditor Editor { get; } = new();

    /// <summary>The signed note; null before.</summary>
    public NoteDraft? Note { get; private set; }

    public RecordStatus? Record(RecordKind kind) => Detail?.Records.FirstOrDefault(r => r.Kind == kind);

    /// <summary>The record is gone for good, and from this page too: nothing that comes later brings it back.</summary>
    public bool IsPurged(RecordKind kind) => purged.Contains(kind);

    /// <summary>Where to read events on: while a draft is being written from the start, because what was streamed of it is nowhere else.</summary>
    public long ResumeAfter => State == VisitState.Drafting && Streaming.Count == 0 ? 0 : LastEvent;

    /// <summary>Shows what was read from the Host, unless something newer is shown: two answers may come in another order than they were asked for.</summary>
    public void Load(VisitDetail detail)
    {
        if (Detail is { } shown && IsOlder(detail, shown))
        {
            return;
        }

        // Where the events that had the highest numbers were purged, a restarted Host counts on from lower ones.
        LastEvent = detail.LastEvent < Detail?.LastEvent ? detail.LastEvent : Math.Max(LastEvent, detail.LastEvent);
        Detail = detail;
        State = detail.Summary.State;
        Problem = detail.Problem;
        Note = detail.Note;
        foreach (var kind in detail.Records.Where(record => record.PurgedAt is not null).Select(record => record.Kind).Union(purged).ToArray())
        {
            Forget(kind);
        }

        segments.Clear();
        known.Clear();
        foreach (var segment in Detail.Transcript)
        {
            Insert(segment);
        }

        // A draft that is on the page already is left alone: loading it anew would take the focus from whoever reads or edits it.
        if (Detail.Draft is { } draft && State == VisitState.Review && !Editor.HasUnsaved && Editor.Draft?.Version != draft.Version)
        {
            Editor.Load(draft);
        }
    }

    /// <summary>Answers true when the stored records changed, so that the visit should be read anew.</summary>
    public bool Apply(VisitEvent e)
    {
        LastEvent = Math.Max(LastEvent, e.Sequence);
        switch (e.Type)
        {
            case VisitEventType.StateChanged:
                return Enter(e);
            case VisitEventType.PartialTranscript or VisitEventType.FinalSegment when IsPurged(RecordKind.Transcript):
                return false;
            case VisitEventType.PartialTranscript when e.Partial is { } partial:
                Problem = null; // words are recognised again
                partials[partial.Speaker] = partial;
                return false;
            case VisitEventType.FinalSegment when e.Segment is { } segment:
                partials.Remove(segment.Speaker);
                Insert(segment);
                return false;
            case VisitEventType.SectionStarted or VisitEventType.StatementDrafted or VisitEventType.SectionCompleted when IsPurged(RecordKind.Draft):
                return false;
            case VisitEventType.DraftStarted:
                Streaming.Clear();
                return false;
            case VisitEventType.SectionStarted or VisitEventType.StatementDrafted or VisitEventType.SectionCompleted:
                Stream(e);
                return false;
            case VisitEventType.Purged when e.Purged is { } kind:
                Forget(kind);
                return true;
            case VisitEventType.DraftCompleted or VisitEventType.Signed:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Purges are never taken back, so the answer that knows of more of them is the newer one, whatever the event numbers say.</summary>
    static bool IsOlder(VisitDetail detail, VisitDetail shown) => (Purges(detail), detail.LastEvent).CompareTo((Purges(shown), shown.LastEvent)) < 0;

    static int Purges(VisitDetail detail) => detail.Records.Count(record => record.PurgedAt is not null);

    void Forget(RecordKind kind)
    {
        purged.Add(kind);
        switch (kind)
        {
            case RecordKind.Transcript:
                segments.Clear();
                known.Clear();
                partials.Clear();
                Detail = Detail is null ? null : Detail with { Transcript = [] };
                break;
            case RecordKind.Draft:
                Streaming.Clear();
                Editor.Clear();
                Detail = Detail is null ? null : Detail with { Draft = null };
                break;
            case RecordKind.Note:
                Note = null;
                Detail = Detail is null ? null : Detail with { Note = null };
                break;
            default:
                break; // the sound is not on the page
        }
    }

    bool Enter(VisitEvent e)
    {
        // Replayed events of a visit that has moved on must not move the page back; only a failed draft goes back to drafting.
        if (e.State is not { } state || (state < State && State != VisitState.DraftFailed && State != VisitState.NothingRecognised))
        {
            return false;
        }

        State = state;
        Problem = e.Problem;
        if (state is not (VisitState.Recording or VisitState.Transcribing))
        {
            partials.Clear();
        }

        return state is not VisitState.Recording;
    }

    void Stream(VisitEvent e)
    {
        var section = Streaming.FirstOrDefault(s => s.Id == e.SectionId);
        if (section is null)
        {
            Streaming.Add(section = new StreamedSection { Id = e.SectionId ?? "", Heading = e.Heading ?? e.SectionId ?? "", Group = e.Group ?? "" });
        }

        if (e.Statement is { } statement && section.Statements.All(s => s.Id != statement.Id))
        {
            section.Statements.Add(statement);
        }

        section.Completed |= e.Type == VisitEventType.SectionCompleted;
    }

    void Insert(TranscriptSegment segment)
    {
        if (!known.Add(segment.Id))
        {
            return;
        }

        var at = segments.Count;
        while (at > 0 && segments[at - 1].StartMs > segment.StartMs)
        {
            at--;
        }

        segments.Insert(at, segment);
    }
}

/// <summary>A section while it is being drafted.</summary>
public sealed class StreamedSection
{
    public required string Id { get; init; }
    public required string Heading { get; init; }
    public required string Group { get; init; }
    public List<NoteStatement> Statements { get; } = [];
    public bool Completed { get; set; }
}
