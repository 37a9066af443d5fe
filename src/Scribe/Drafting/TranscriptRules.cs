using System.Globalization;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>What a transcript must be before a model sees it.</summary>
internal static class TranscriptRules
{
    const int LargestNumber = 99_999;

    public static void Check(IReadOnlyList<TranscriptTurn> transcript)
    {
        if (transcript.All(t => string.IsNullOrWhiteSpace(t.Text)))
        {
            throw new DraftingException(DraftingFailure.NothingSaid, "No speech was recognised, so there is nothing to draft from. Record again, or write the note by hand.");
        }

        var last = 0;
        foreach (var turn in transcript)
        {
            var number = NumberOf(turn.SegmentId);
            if (number is null || number <= last)
            {
                throw new DraftingException(DraftingFailure.BadTranscript,
                    $"A segment id is malformed, repeated or out of order after s{last}. Ids are s1 to s{LargestNumber} and rise within a visit.");
            }

            last = number.Value;
        }
    }

    static int? NumberOf(string id) =>
        id.Length is > 1 and <= 6 && id[0] == 's' && id[1] != '0'
        && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber ? number : null;
}
