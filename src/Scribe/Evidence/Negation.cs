namespace OnPremLlm.Scribe.Evidence;

internal enum Polarity
{
    Stated,
    Negated,

    /// <summary>Behind "no X," or "no X and": a list that goes on, or something new. The words alone do not say.</summary>
    Unclear,
}

/// <summary>Which words a "no", "without" or "don't have" reaches (in the manner of NegEx, Chapman 2001, with lists and turns).</summary>
internal static class Negation
{
    static readonly string[][] NoNegation = [["no", "wait"], ["not", "only"], ["no", "doubt"], ["no", "problem"], ["not", "sure"], ["no", "wonder"]];

    public static IReadOnlyList<Polarity> Read(IReadOnlyList<Token> tokens)
    {
        var polarities = new Polarity[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Lexicon.NegationCues.Contains(tokens[i].Text) && !NoNegation.Any(p => Phrases.Matches(tokens, i, p, out _)))
            {
                Reach(tokens, i, polarities);
            }
        }

        return polarities;
    }

    static void Reach(IReadOnlyList<Token> tokens, int cue, Polarity[] polarities)
    {
        if (IsAnswer(tokens, cue))
        {
            ReachBack(tokens, cue, polarities);
            return;
        }

        var now = Polarity.Negated;
        for (var i = cue + 1; i < tokens.Count && tokens[i].Kind != TokenKind.End; i++)
        {
            var starts = i > cue + 1 && (tokens[i - 1].Kind == TokenKind.Pause || tokens[i - 1].Text == "and");
            if ((i > cue + 1 && EndsReach(tokens[i].Text)) || (starts && BeginsFinding(tokens, i)))
            {
                return;
            }

            if ((tokens[i].Kind == TokenKind.Pause && !ListEndsInOr(tokens, i)) || tokens[i].Text == "and")
            {
                now = Polarity.Unclear;
            }

            polarities[i] = now;
        }
    }

    // A leading "no" answers the question before it and says nothing of the words behind it: "no, I get dizzy", "nope".
    public static bool IsAnswer(IReadOnlyList<Token> tokens, int at) =>
        tokens[at].Text is "nope" or "nah" or "none" or "neither" or "nothing"
        || (tokens[at].Text is "no" or "not" && (at + 1 == tokens.Count || tokens[at + 1].IsBreak
            || tokens[at + 1].Text is "not" or "i" or "i've" or "i'm" or "none" or "neither" or "never" or "nothing" or "really" or "at" or "doctor" or "thanks" or "thank"));

    // "Fever no, but chills yes".
    static void ReachBack(IReadOnlyList<Token> tokens, int cue, Polarity[] polarities)
    {
        if (tokens[cue].Text != "no" || (cue + 1 < tokens.Count && !tokens[cue + 1].IsBreak && tokens[cue + 1].Text != "but"))
        {
            return;
        }

        for (var i = cue - 1; i >= 0 && cue - i <= 4 && !tokens[i].IsBreak && !Lexicon.Turns.Contains(tokens[i].Text); i--)
        {
            polarities[i] = Polarity.Negated;
        }
    }

    static bool EndsReach(string word) => Lexicon.Turns.Contains(word) || word is "because" or "since";

    static bool BeginsFinding(IReadOnlyList<Token> tokens, int at) =>
        Enumerable.Range(at, Math.Min(4, tokens.Count - at)).TakeWhile(i => !tokens[i].IsBreak && tokens[i].Text is not "or" and not "and")
            .Any(i => Lexicon.FindingStarts.Contains(tokens[i].Text));

    static bool ListEndsInOr(IReadOnlyList<Token> tokens, int at) =>
        tokens.Skip(at + 1).TakeWhile(t => t.Kind != TokenKind.End && !Lexicon.Turns.Contains(t.Text)).Any(t => t.Text is "or" or "nor");
}
