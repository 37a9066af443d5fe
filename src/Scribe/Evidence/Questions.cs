using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>Recognises questions and reads short answers ("Any dizziness?" — "Not really, no").</summary>
internal static class Questions
{
    static readonly string[][] Openings = [["you", "know"], ["i", "mean"], ["let", "me", "think"], ["let", "me", "see"], ["i", "think"], ["i", "guess"]];

    static readonly string[][] YesPhrases =
        [["i", "do"], ["i", "have"], ["i", "am"], ["a", "little"], ["a", "bit"], ["quite", "a", "bit"], ["a", "lot"], ["some"], ["that's", "right"], ["that", "right"], ["uh-huh"], ["all", "of", "them"]];

    static readonly string[][] NoPhrases =
        [["i", "don't"], ["i", "haven't"], ["i", "didn't"], ["i", "am", "not"], ["i'm", "not"], ["don't", "think", "so"], ["not", "really"], ["not", "at", "all"], ["not", "that"], ["not", "lately"], ["not"]];

    public static bool IsOne(TranscriptTurn turn, Passage passage)
    {
        if (turn.Text.TrimEnd().EndsWith('?'))
        {
            return true;
        }

        // Recognized speech has no question marks: a clinician's segment that opens like a question is one.
        var start = Skip(passage.Tokens, 0);
        return turn.Speaker == TranscriptSpeaker.Clinician && start < passage.Tokens.Count
            && (Lexicon.QuestionStarts.Contains(passage.Tokens[start].Text) || Phrases.Matches(passage.Tokens, start, ["remind", "me"], out _)
                || Phrases.Matches(passage.Tokens, start, ["tell", "me"], out _) || Phrases.Matches(passage.Tokens, start, ["on", "a", "scale"], out _));
    }

    /// <summary>What a question's answer makes of the things it asked about.</summary>
    public static Polarity Sense(SegmentReading question)
    {
        if (question.Answer is not { Passage.Tokens: { Count: > 0 } answer })
        {
            return Polarity.Unclear;
        }

        var start = Skip(answer, 0);
        var yes = start < answer.Count && (Lexicon.YesWords.Contains(answer[start].Text) || Opens(answer, start, YesPhrases));
        var no = start < answer.Count && (Lexicon.NoWords.Contains(answer[start].Text) || Opens(answer, start, NoPhrases));
        if (no)
        {
            return answer.Skip(start).Any(t => t.Text is "yes" or "yeah" or "sometimes" or "but") ? Polarity.Unclear : Polarity.Negated;
        }

        var several = question.Passage.Tokens.Any(t => t.Text is "or");
        return yes && (!several || answer.Any(t => t.Text is "both" or "all")) ? Polarity.Stated : Polarity.Unclear;
    }

    static bool Opens(IReadOnlyList<Token> tokens, int at, string[][] phrases) => phrases.Any(p => Phrases.Matches(tokens, at, p, out _));

    static int Skip(IReadOnlyList<Token> tokens, int at)
    {
        while (at < tokens.Count)
        {
            if (tokens[at].IsBreak || Lexicon.Fillers.Contains(tokens[at].Text))
            {
                at++;
            }
            else if (Openings.FirstOrDefault(o => Phrases.Matches(tokens, at, o, out _)) is { } opening)
            {
                at += opening.Length;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
