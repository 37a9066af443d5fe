using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visits;

/// <summary>How states, times and lengths are said to a clinician.</summary>
internal static class VisitText
{
    public static string Name(VisitState state) => state switch
    {
        VisitState.AwaitingConsent => "Waiting for consent",
        VisitState.Ready => "Ready to record",
        VisitState.Recording => "Recording",
        VisitState.Transcribing => "Transcribing",
        VisitState.Drafting => "Drafting",
        VisitState.Review => "To review",
        VisitState.NothingRecognised => "No speech recognised",
        VisitState.DraftFailed => "Draft failed",
        VisitState.Signed => "Signed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This page does not know the state; reload it to get its newest version."),
    };

    public static string Tone(VisitState state) => state switch
    {
        VisitState.Recording => "live",
        VisitState.Transcribing or VisitState.Drafting => "busy",
        VisitState.Review => "todo",
        VisitState.NothingRecognised or VisitState.DraftFailed => "problem",
        VisitState.Signed => "done",
        _ => "open",
    };

    public static string Name(ConsentMode mode) => mode switch
    {
        ConsentMode.Explicit => "The patient agreed",
        ConsentMode.AllParty => "Everybody in the room agreed",
        ConsentMode.InformedNoObjection => "The patient was told and did not object",
        _ => mode.ToString(),
    };

    public static string Name(RecordKind kind) => kind switch
    {
        RecordKind.Audio => "Recording",
        RecordKind.Transcript => "Transcript",
        RecordKind.Draft => "Draft",
        RecordKind.Note => "Signed note",
        _ => kind.ToString(),
    };

    /// <summary>"Today 14:05", "Yesterday 09:30", "Mon 3 Nov 16:20" in the zone of <paramref name="local"/>.</summary>
    public static string When(DateTimeOffset at, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
        var days = (time.GetLocalNow().Date - local.Date).Days;
        return days switch
        {
            0 => $"Today {local:HH:mm}",
            1 => $"Yesterday {local:HH:mm}",
            _ => $"{local:ddd d MMM HH:mm}",
        };
    }

    /// <summary>As <see cref="When"/>, within a sentence: "today 14:05".</summary>
    public static string WhenWithin(DateTimeOffset at, TimeProvider time)
    {
        var when = When(at, time);
        return when.StartsWith("Today", StringComparison.Ordinal) || when.StartsWith("Yesterday", StringComparison.Ordinal) ? char.ToLowerInvariant(when[0]) + when[1..] : when;
    }

    public static string Clock(DateTimeOffset at, TimeProvider time) => $"{TimeZoneInfo.ConvertTime(at, time.LocalTimeZone):HH:mm:ss}";

    /// <summary>"just now", "5 min ago", "3 h ago", "2 days ago".</summary>
    public static string Age(DateTimeOffset at, TimeProvider time)
    {
        var age = time.GetUtcNow() - at;
        return age.TotalMinutes < 1 ? "just now"
            : age.TotalHours < 1 ? $"{(int)age.TotalMinutes} min ago"
            : age.TotalDays < 1 ? $"{(int)age.TotalHours} h ago"
            : age.TotalDays < 2 ? "1 day ago"
            : $"{(int)age.TotalDays} days ago";
    }

    /// <summary>"0:07", "12:30", "1:02:03".</summary>
    public static string Length(long milliseconds)
    {
        var length = TimeSpan.FromMilliseconds(milliseconds);
        return length.TotalHours >= 1 ? $"{(int)length.TotalHours}:{length:mm\\:ss}" : $"{(int)length.TotalMinutes}:{length:ss}";
    }

    /// <summary>"in 43 s", "in 12 min", "in 5 h", "in 6 days", or "now" when it is past.</summary>
    public static string Until(DateTimeOffset due, TimeProvider time)
    {
        var left = due - time.GetUtcNow();
        return left <= TimeSpan.Zero ? "now"
            : left.TotalMinutes < 2 ? $"in {(int)Math.Ceiling(left.TotalSeconds)} s"
            : left.TotalHours < 2 ? $"in {(int)left.TotalMinutes} min"
            : left.TotalDays < 2 ? $"in {(int)left.TotalHours} h"
            : left.TotalDays < 730 ? $"in {(int)left.TotalDays} days"
            : $"in {(int)(left.TotalDays / 365.25)} years";
    }
}
