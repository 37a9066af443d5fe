using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Transcription.Normalisation;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Transcription;

/// <summary>Makes transcript segments: normalised text that keeps the mapping to the words that were said.</summary>
internal static class Segments
{
    /// <summary>Stores a final result as the next segment of the visit.</summary>
    public static async Task PublishAsync(VisitSession session, Speaker speaker, RecognitionUpdate.Final final, CancellationToken ct)
    {
        SpokenWord[] words = [.. final.Words.Select(w => new SpokenWord(w.Text, w.StartMs, w.EndMs, w.Confidence))];
        var tokens = InverseTextNormaliser.Normalise(words);
        await PublishAsync(session, speaker, final.StartMs, final.EndMs, InverseTextNormaliser.Present(tokens), [.. tokens.Select(token => Map(token, words))], ct);
    }

    /// <summary>Stores a written turn as the next segment; it was not heard, so it has no times and full confidence.</summary>
    public static Task PublishAsync(VisitSession session, WrittenTurn turn, CancellationToken ct)
    {
        var text = turn.Text.Trim();
        return PublishAsync(session, turn.Speaker, 0, 0, text, [new TranscriptToken { Text = text, Spoken = text, StartMs = 0, EndMs = 0, Confidence = 1 }], ct);
    }

    static async Task PublishAsync(VisitSession session, Speaker speaker, long startMs, long endMs, string text, IReadOnlyList<TranscriptToken> tokens, CancellationToken ct)
    {
        await session.Numbering.WaitAsync(ct);
        try
        {
            var number = session.Segments ??= (await session.Feed.ReadTranscriptAsync(ct)).Count;
            var segment = new TranscriptSegment { Id = $"s{number + 1}", Speaker = speaker, StartMs = startMs, EndMs = endMs, Text = text, Tokens = tokens };
            await session.Feed.PublishAsync(session.Feed.Unstored(VisitEventType.FinalSegment) with { Segment = segment }, ct);
            session.Segments = number + 1;
        }
        finally
        {
            session.Numbering.Release();
        }
    }

    static TranscriptToken Map(WrittenToken token, SpokenWord[] words)
    {
        var said = words.AsSpan(token.FirstWord, token.WordCount);
        var confidence = 1f;
        foreach (var word in said)
        {
            confidence = Math.Min(confidence, word.Confidence);
        }

        return new TranscriptToken
        {
            Text = token.Text,
            Spoken = string.Join(' ', said.ToArray().Select(word => word.Text)),
            StartMs = said[0].StartMs,
            EndMs = said[^1].EndMs,
            Confidence = confidence,
            Retracted = token.Retracted,
        };
    }
}
