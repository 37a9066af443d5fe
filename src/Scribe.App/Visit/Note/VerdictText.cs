using MudBlazor;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Note;

/// <summary>What a verdict is called, and its sign. A match with the transcript is all that is claimed.</summary>
internal static class VerdictText
{
    public static string Label(Verdict verdict) => verdict switch
    {
        Verdict.Supported => "matches the transcript",
        Verdict.CheckByEar => "check by ear",
        Verdict.NotSupported => "no support in the transcript",
        Verdict.ClinicianWritten => "your words",
        _ => verdict.ToString(),
    };

    public static string Tone(Verdict verdict) => verdict switch
    {
        Verdict.Supported => "supported",
        Verdict.CheckByEar => "by-ear",
        Verdict.NotSupported => "unsupported",
        _ => "own",
    };

    public static string Icon(Verdict verdict) => verdict switch
    {
        Verdict.Supported => Icons.Material.Filled.Check,
        Verdict.CheckByEar => Icons.Material.Filled.Hearing,
        Verdict.NotSupported => Icons.Material.Filled.PriorityHigh,
        _ => Icons.Material.Filled.Edit,
    };
}
