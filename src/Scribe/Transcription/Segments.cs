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
        await PublishAsync(
            session,
            id => new TranscriptSegment
            {
                Id = id,
                Speaker = speaker,
                StartMs = final.StartMs,
                EndMs = final.EndMs,
                SettledMs = final.SettledMs,
                Text = InverseTextNormaliser.Present(tokens),
                Tokens = [.. tokens.Select(token => Map(token, words))],
            },
            ct);
    }

    /// <summary>Stores a written turn as the next segment; it was not heard, so it has no times and full confidence.</summary>
    public static Task PublishAsync(VisitSession session, WrittenTurn turn, CancellationToken ct)
    {
        var text = turn.Text.Trim();
        TranscriptToken[] tokens = [new() { Text = text, Spoken = text, StartMs = 0, EndMs = 0, Confidence = 1 }];
        return PublishAsync(session, id => new TranscriptSegment { Id = id, Speaker = turn.Speaker, StartMs = 0, EndMs = 0, Text = text, Tokens = tokens }, ct);
    }

    static async Task PublishAsync(VisitSession session, Func<string, TranscriptSegment> segment, CancellationToken ct)
    {
        await session.Numbering.WaitAsync(ct);
        try
        {
            var number = session.Segments ??= (await session.Feed.ReadTranscriptAsync(ct)).Count;
            await session.Feed.PublishAsync(session.Feed.Unstored(VisitEventType.FinalSegment) with { Segment = segment($"s{number + 1}") }, ct);
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
