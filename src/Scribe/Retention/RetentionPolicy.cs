using System.Security.Cryptography;
using System.Text.Json;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// How long each record category of a visit is kept. All spans count from the event they name; zero means "at once". Versions are kept
/// for ever, and every due date names the version (and its hash) that it was computed with.
/// </summary>
public sealed record RetentionPolicy
{
    /// <summary>1, 2, 3 … within the tenant.</summary>
    public required int Version { get; init; }

    /// <summary>Audio after signing. Default 60 s: long enough to play a doubtful word once more.</summary>
    public TimeSpan AudioAfterSigning { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Audio after a complete transcript, signed or not. Default 24 h.</summary>
    public TimeSpan AudioAfterTranscript { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Audio after the visit was made, transcript or not: the organisation's ceiling. Default 72 h.</summary>
    public TimeSpan AudioCeiling { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Transcript after signing. Default 7 days.</summary>
    public TimeSpan TranscriptAfterSigning { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Drafts (with their evidence) after signing. Default 7 days.</summary>
    public TimeSpan DraftAfterSigning { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Transcript and drafts of a visit that nobody signs, after it was made. Default 30 days.</summary>
    public TimeSpan UnsignedCeiling { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The default schedule.</summary>
    public static RetentionPolicy Standard => new() { Version = 1 };

    /// <summary>The demonstration's schedule: audio, transcript and drafts are due at the moment of signing.</summary>
    public static RetentionPolicy DueAtSigning => new()
    {
        Version = 1,
        AudioAfterSigning = TimeSpan.Zero,
        TranscriptAfterSigning = TimeSpan.Zero,
        DraftAfterSigning = TimeSpan.Zero,
    };

    /// <summary>Version and SHA-256 of the policy's JSON, as the ledger and certificates name it: "v1:3f2a…".</summary>
    public string Fingerprint() => $"v{Version}:{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, VisitJson.Default.RetentionPolicy)))[..16]}";

    /// <summary>
    /// When a record category falls due: a pure function of the visit's events and this policy. Null: not by schedule (the signed note is
    /// kept until its export is acknowledged; audit records are kept at least six years).
    /// </summary>
    public DateTimeOffset? DueAt(RecordCategory category, VisitTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return category switch
        {
            RecordCategory.Audio => Earliest(times.CreatedAt + AudioCeiling, times.TranscribedAt + AudioAfterTranscript, times.SignedAt + AudioAfterSigning),
            RecordCategory.Transcript => times.SignedAt is { } signed ? signed + TranscriptAfterSigning : times.CreatedAt + UnsignedCeiling,
            RecordCategory.Draft or RecordCategory.Chat => times.SignedAt is { } signed ? signed + DraftAfterSigning : times.CreatedAt + UnsignedCeiling,
            RecordCategory.Note or RecordCategory.Audit => null,
            _ => throw new ArgumentOutOfRangeException(nameof(category)),
        };
    }

    static DateTimeOffset Earliest(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
        {
            first = other < first ? other.Value : first;
        }

        return first;
    }
}

/// <summary>The events of a visit that set due dates.</summary>
public sealed record VisitTimes(DateTimeOffset CreatedAt, DateTimeOffset? TranscribedAt, DateTimeOffset? SignedAt);
