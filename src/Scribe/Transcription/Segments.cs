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
        await session.Numbering.WaitAsync(ct);
        try
        {
            var number = session.Segments ??= (await session.Feed.ReadTranscriptAsync(ct)).Count;
            var segment = new TranscriptSegment
            {
                Id = $"s{number + 1}",
                Speaker = speaker,
                StartMs = final.StartMs,
                EndMs = final.EndMs,
                SettledMs = final.SettledMs,
                Text = InverseTextNormaliser.Present(tokens),
                Tokens = [.. tokens.Select(token => Map(token, words))],
            };
            await session.Feed.PublishAsync(session.Feed.Unstored(VisitEventType.FinalSegment) with { Segment = segment }, ct);
            session.Segments = number + 1;
        }
        finally
        {
            session.Numbering.Release();
        }
    }

    /// <summary>
    /// Stores written turns as the visit's first segments, all or none; they were not heard, so they have no times and full confidence. The same
    /// turns again, after a call whose end was not seen, change nothing; others are refused.
    /// </summary>
    public static async Task PublishAsync(VisitSession session, IReadOnlyList<WrittenTurn> turns, CancellationToken ct)
    {
        await session.Numbering.WaitAsync(ct);
        try
        {
            var stored = await session.Feed.ReadTranscriptAsync(ct);
            if (stored.Count > 0)
            {
                RefuseOthers(stored, turns);
                return;
            }

            await session.Feed.PublishAsync([.. turns.Select((turn, i) => session.Feed.Unstored(VisitEventType.FinalSegment) with { Segment = Written(turn, $"s{i + 1}") })], ct);
            session.Segments = turns.Count;
        }
        finally
        {
            session.Numbering.Release();
        }
    }

    static void RefuseOthers(IReadOnlyList<TranscriptSegment> stored, IReadOnlyList<WrittenTurn> turns)
    {
        if (!stored.Select(segment => (segment.Speaker, segment.Text)).SequenceEqual(turns.Select(turn => (turn.Speaker, turn.Text.Trim()))))
        {
            throw new ScribeException(HubErrors.Invalid, $"Another written transcript of {stored.Count} turn(s) is stored for this visit already. Send that one again, or start a new visit.");
        }
    }

    static TranscriptSegment Written(WrittenTurn turn, string id)
    {
        var text = turn.Text.Trim();
        return new()
        {
            Id = id,
            Speaker = turn.Speaker,
            StartMs = 0,
            EndMs = 0,
            Text = text,
            Tokens = [new() { Text = text, Spoken = text, StartMs = 0, EndMs = 0, Confidence = 1 }],
        };
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
