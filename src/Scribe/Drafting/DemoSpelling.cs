using System.Text.RegularExpressions;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// Writes a segment the way the interim demonstration model has seen text: "Doctor:" or "Patient:", ASCII, a capital first, punctuation.
/// Recognized speech has neither capitals nor punctuation. Goes away with <see cref="DemoScribeInterimAdapter"/>.
/// </summary>
internal static partial class DemoSpelling
{
    /// <summary>One line of its prompt. A segment of an unknown speaker is the doctor's when it asks, else the patient's.</summary>
    public static string Line(TranscriptTurn turn)
    {
        var asks = Asks().IsMatch(turn.Text);
        var doctor = turn.Speaker == TranscriptSpeaker.Clinician || (turn.Speaker == TranscriptSpeaker.Unknown && asks);
        return $"{(doctor ? "Doctor" : "Patient")}: {Punctuate(Ascii(QuoteMatcher.Collapse(turn.Text)), doctor && asks)}";
    }

    static string Punctuate(string text, bool asks)
    {
        text = FirstPerson().Replace(text, m => m.Value.ToUpperInvariant());
        text = Opening().Replace(text, m => m.Value.TrimEnd() + ", ");
        text = Correction().Replace(text, ", no wait, ");
        text = char.ToUpperInvariant(text[0]) + text[1..];
        return text[^1] is '.' or '?' or '!' ? text : text + (asks ? "?" : ".");
    }

    static string Ascii(string text) => NotAscii().Replace(text.Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"').Replace('–', '-').Replace('—', '-'), " ");

    [GeneratedRegex(@"\?\s*$|^\s*(?:(?:so|and|okay|good (?:morning|afternoon)|hi|hello)\s+)?(?:any|do|does|did|have|has|are|is there|what|when|where|how|which|who|can|could|on a scale)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Asks();

    [GeneratedRegex(@"\bi(?=\b|')", RegexOptions.None)]
    private static partial Regex FirstPerson();

    [GeneratedRegex(@"^(?:um|uh|well|so|you know|i mean|let me think|yes|yeah|okay)\s+(?!,)|^(?:no)\s+(?=(?:not|i|it|none|neither)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\s*,?\s*\bno,? wait\b,?\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Correction();

    [GeneratedRegex(@"[^\x20-\x7E]+")]
    private static partial Regex NotAscii();
}
