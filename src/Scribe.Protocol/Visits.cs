using System.Text.Json.Serialization;

namespace OnPremLlm.Scribe.Protocol;

/// <summary>Where a visit stands. Goes forward only, except that a failed draft can be asked for again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VisitState>))]
public enum VisitState
{
    /// <summary>Made; nothing may be recorded before consent.</summary>
    AwaitingConsent,
    /// <summary>Consent is recorded; capture may start.</summary>
    Ready,
    Recording,
    /// <summary>Capture has stopped; the last words are being recognised.</summary>
    Transcribing,
    Drafting,
    /// <summary>A draft is there, to be edited and signed.</summary>
    Review,
    /// <summary>Stopped without anything to draft from, for example a silent recording.</summary>
    NothingRecognised,
    /// <summary>The draft could not be made; the transcript is kept and a draft can be asked for again.</summary>
    DraftFailed,
    Signed,
}

/// <summary>How consent was given. No frame is stored before one of these is recorded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentMode>))]
public enum ConsentMode
{
    /// <summary>The patient said or signed yes.</summary>
    Explicit,
    /// <summary>Everybody in the room said yes.</summary>
    AllParty,
    /// <summary>The patient was told and did not object.</summary>
    InformedNoObjection,
}

[JsonConverter(typeof(JsonStringEnumConverter<Speaker>))]
public enum Speaker
{
    Unknown,
    Clinician,
    Patient,
}

[JsonConverter(typeof(JsonStringEnumConverter<RecordKind>))]
public enum RecordKind
{
    Audio,
    Transcript,
    Draft,
    Note,
}

/// <summary>GET /api/visits: newest first, only the signed-in clinician's own tenant.</summary>
public sealed record VisitSummary
{
    public required Guid Id { get; init; }
    public required VisitState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
    public required string Clinician { get; init; }
    /// <summary>Length of what was recorded, in milliseconds.</summary>
    public required long RecordedMs { get; init; }
}

/// <summary>GET /api/visits/{id}. Answers 404 for another tenant's visit exactly as for an absent one.</summary>
public sealed record VisitDetail
{
    public required VisitSummary Summary { get; init; }
    public ConsentGiven? Consent { get; init; }
    /// <summary>Channels of the recording; 0 before it starts.</summary>
    public required int Channels { get; init; }
    /// <summary>The sequence number that the next audio frame must have; everything before it is durable.</summary>
    public required long NextFrame { get; init; }
    public required IReadOnlyList<TranscriptSegment> Transcript { get; init; }
    public NoteDraft? Draft { get; init; }
    /// <summary>Kept after signing.</summary>
    public NoteDraft? Note { get; init; }
    public required IReadOnlyList<RecordStatus> Records { get; init; }
    /// <summary>Where to resume <see cref="VisitHub.Events"/>.</summary>
    public required long LastEvent { get; init; }
    public string? Problem { get; init; }
}

public sealed record ConsentGiven
{
    public required ConsentMode Mode { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What happens to one category of a visit's records, and when.</summary>
public sealed record RecordStatus
{
    public required RecordKind Kind { get; init; }
    /// <summary>Null while no event has set a due date.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? PurgedAt { get; init; }
    /// <summary>The receipt that proves the purge.</summary>
    public Guid? ReceiptId { get; init; }
    public required bool OnHold { get; init; }
    /// <summary>Nothing was ever stored of this kind, for example no sound in a written visit: there is, or was, its key only.</summary>
    public bool Empty { get; init; }
}

/// <summary>One utterance. Never changed after it is sent.</summary>
public sealed record TranscriptSegment
{
    /// <summary>"s1", "s2", … in the order in which they were final; a list of segments is sorted by start.</summary>
    public required string Id { get; init; }
    public required Speaker Speaker { get; init; }
    /// <summary>Milliseconds from the start of the recording; 0 in a written transcript.</summary>
    public required long StartMs { get; init; }
    public required long EndMs { get; init; }
    /// <summary>All of the speaker's sound before this is recognised; where a recognizer that is started again goes on. 0 in a written transcript.</summary>
    public long SettledMs { get; init; }
    /// <summary>Normalised text ("50 milligrams"); <see cref="Tokens"/> map it to the words that were said.</summary>
    public required string Text { get; init; }
    public required IReadOnlyList<TranscriptToken> Tokens { get; init; }
}

/// <summary>A written token and the words it stands for.</summary>
public sealed record TranscriptToken
{
    public required string Text { get; init; }
    /// <summary>The words as recognised, for example "fifty" for "50".</summary>
    public required string Spoken { get; init; }
    public required long StartMs { get; init; }
    public required long EndMs { get; init; }
    /// <summary>The lowest posterior probability of its words, 0 to 1; 1 in a written transcript.</summary>
    public required float Confidence { get; init; }
    /// <summary>The speaker took it back ("fifteen, sorry, fifty").</summary>
    public bool Retracted { get; init; }
}

/// <summary>POST /api/visits/{id}/transcript: a written transcript instead of a recording. At most 2,000 turns of 2,000 characters.</summary>
public sealed record WrittenTranscript
{
    public required IReadOnlyList<WrittenTurn> Turns { get; init; }
}

public sealed record WrittenTurn
{
    public required Speaker Speaker { get; init; }
    public required string Text { get; init; }
}

/// <summary>POST /api/visits/{id}/consent.</summary>
public sealed record ConsentRequest
{
    public required ConsentMode Mode { get; init; }
}

/// <summary>POST /api/visits/{id}/stop: capture is over. Answers 409 while frames up to <see cref="LastFrame"/> are missing.</summary>
public sealed record StopRequest
{
    /// <summary>Sequence number of the last frame sent; -1 when none was.</summary>
    public required long LastFrame { get; init; }
}
