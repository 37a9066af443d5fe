using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Host.Web.Compliance;

/// <summary>A retention policy in words, one line a category.</summary>
internal static class PolicyText
{
    public static IEnumerable<(string Category, string Purge)> Lines(RetentionPolicy policy)
    {
        yield return ("Audio", $"{After(policy.AudioAfterSigning, "signing")}, {After(policy.AudioAfterTranscript, "completion of the transcript")}, or {After(policy.AudioCeiling, "creation of the visit")}: whichever comes first");
        yield return ("Transcript", $"{After(policy.TranscriptAfterSigning, "signing")}; of a visit that nobody signs, {After(policy.UnsignedCeiling, "creation of the visit")}");
        yield return ("Draft, with its evidence", $"{After(policy.DraftAfterSigning, "signing")}; of a visit that nobody signs, {After(policy.UnsignedCeiling, "creation of the visit")}");
        yield return ("Note", "never by schedule in this release");
    }

    // Zero means "at once".
    static string After(TimeSpan span, string occasion) => span == TimeSpan.Zero ? $"at {occasion}" : $"{PlainText.Span(span)} after {occasion}";
}
