using System.Text.Json.Serialization;

namespace OnPremLlm.Scribe.Protocol;

/// <summary>
/// The SignalR hub (JSON protocol, WebSockets only) of a visit. Failures are HubExceptions. SignalR begins their message with words of its own
/// ("An unexpected error occurred invoking 'UploadAudio' on the server. ", "An error occurred on the server while streaming results. ");
/// then follow "HubException: ", a code (of <see cref="HubErrors"/>, or one that docs/developer.md lists), a colon and a sentence for the user.
/// At most 4 streams of events are open on one connection and 16 for one person.
/// </summary>
public static class VisitHub
{
    public const string Path = "/hubs/visits";

    /// <summary>
    /// Client stream: <c>UploadAudio(Guid visitId, int channels, IAsyncEnumerable&lt;AudioFrame&gt; frames)</c>. 16 kHz 16-bit little-endian PCM,
    /// channels 1 or 2 (interleaved; left is the clinician, right the patient). Completes when the client's stream does and every frame is durable.
    /// </summary>
    public const string UploadAudio = nameof(UploadAudio);

    /// <summary>Server → the uploading client: <c>AudioAcknowledged(Guid visitId, long throughSequence)</c>: every frame up to here is durable.</summary>
    public const string AudioAcknowledged = nameof(AudioAcknowledged);

    /// <summary>Server stream: <c>Events(Guid visitId, long afterSequence)</c>: every event after that one, then live ones. 0 = from the start.</summary>
    public const string Events = nameof(Events);
}

/// <summary>200 ms of audio. Frames come in order from 0 without gaps; a frame already durable is acknowledged again and otherwise ignored.</summary>
public sealed record AudioFrame
{
    public const int Milliseconds = 200;
    public const int SampleRate = 16000;

    /// <summary>Bytes of a full frame of one channel (200 ms). A frame may be shorter only when it is the last; never longer.</summary>
    public const int BytesPerChannel = SampleRate * 2 * Milliseconds / 1000;

    public required long Sequence { get; init; }
    public required byte[] Pcm { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<VisitEventType>))]
public enum VisitEventType
{
    StateChanged,
    /// <summary>What is being said now; not numbered, not stored, replaced by the next one of the same channel.</summary>
    PartialTranscript,
    FinalSegment,
    DraftStarted,
    SectionStarted,
    StatementDrafted,
    SectionCompleted,
    DraftCompleted,
    Signed,
    Purged,
}

/// <summary>One thing that happened in a visit; the parts that its type names are set.</summary>
public sealed record VisitEvent
{
    /// <summary>1, 2, 3 … within the visit; 0 for events that are not stored.</summary>
    public required long Sequence { get; init; }
    public required VisitEventType Type { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>StateChanged.</summary>
    public VisitState? State { get; init; }
    /// <summary>StateChanged to DraftFailed or NothingRecognised: what happened and what to do.</summary>
    public string? Problem { get; init; }
    /// <summary>FinalSegment.</summary>
    public TranscriptSegment? Segment { get; init; }
    /// <summary>PartialTranscript.</summary>
    public PartialTranscript? Partial { get; init; }
    /// <summary>SectionStarted, SectionCompleted, StatementDrafted.</summary>
    public string? SectionId { get; init; }
    /// <summary>SectionStarted: its heading and group, so that a page can show it before the draft is stored.</summary>
    public string? Heading { get; init; }
    public string? Group { get; init; }
    /// <summary>StatementDrafted.</summary>
    public NoteStatement? Statement { get; init; }
    /// <summary>DraftCompleted, Signed.</summary>
    public NoteDraft? Draft { get; init; }
    /// <summary>Purged.</summary>
    public RecordKind? Purged { get; init; }
}

public sealed record PartialTranscript
{
    public required Speaker Speaker { get; init; }
    public required long StartMs { get; init; }
    public required string Text { get; init; }
}

/// <summary>The codes of a visit's failures: "code" of an API's ProblemDetails, and after "HubException: " in a hub's message.</summary>
public static class HubErrors
{
    public const string NotFound = "visit-not-found";
    public const string ConsentMissing = "consent-missing";
    public const string NotRecording = "not-recording";
    public const string FrameOutOfOrder = "frame-out-of-order";
    public const string FrameTooLarge = "frame-too-large";
    public const string FrameMalformed = "frame-malformed";
    public const string ChannelsInvalid = "channels-invalid";
    public const string WrongState = "wrong-state";
    public const string FramesMissing = "frames-missing";
    public const string VersionConflict = "version-conflict";
    public const string AttestationMissing = "attestation-missing";
    public const string Invalid = "invalid";
    public const string EngineUnavailable = "engine-unavailable";
    public const string RecordPurged = "record-purged";
}
