using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Scribe.Storage;

/// <summary>A visit's row: states, times and counts. Everything that was said or written about the patient is a sealed record instead.</summary>
internal sealed class Encounter
{
    public required Guid Id { get; init; }
    public required Guid ClinicianId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public VisitState State { get; set; }
    public ConsentMode? ConsentMode { get; set; }
    public DateTimeOffset? ConsentAt { get; set; }

    /// <summary>0 before the first frame.</summary>
    public int Channels { get; set; }

    /// <summary>The last frame of the recording, once capture has stopped.</summary>
    public long? LastFrame { get; set; }
    public long RecordedMs { get; set; }
    public DateTimeOffset? TranscribedAt { get; set; }
    public DateTimeOffset? SignedAt { get; set; }

    /// <summary>0 before there is a draft.</summary>
    public int DraftVersion { get; set; }

    /// <summary>Why the visit stands still, in a sentence without clinical text.</summary>
    public string? Problem { get; set; }

    public VisitTimes Times => new(CreatedAt, TranscribedAt, SignedAt);
}

/// <summary>One record category of one visit on its retention clock.</summary>
internal sealed class Disposition
{
    public required Guid EncounterId { get; init; }
    public required short Category { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Fingerprint of the policy that <see cref="DueAt"/> was computed with.</summary>
    public required string Policy { get; set; }
    public bool OnHold { get; set; }

    /// <summary>Set under the row lock when a purge takes this record; from then on no hold can be placed.</summary>
    public Guid? PurgeId { get; set; }
    public DateTimeOffset? PurgedAt { get; set; }
}

/// <summary>One run of the sweep that found something due: intent, certificate, receipt.</summary>
internal sealed class Purge
{
    public required Guid Id { get; init; }
    public required DateTimeOffset IntendedAt { get; init; }

    /// <summary>The certificate's exact bytes, which the receipt commits to. No personal data.</summary>
    public byte[]? Certificate { get; set; }
    public long? ReceiptIndex { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public int Rows { get; set; }
}

/// <summary>A version of the tenant's retention policy.</summary>
internal sealed class PolicyVersion
{
    public required int Version { get; init; }
    public required string Json { get; init; }
    public required DateTimeOffset SetAt { get; init; }
}
