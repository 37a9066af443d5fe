namespace OnPremLlm.Scribe.Evidence;

/// <summary>Tells what is said of a relative from what is said of the patient.</summary>
internal static class Subjects
{
    /// <summary>
    /// Marks the words about relatives. <paramref name="relativeBefore"/>: the same speaker's last segment spoke of one, so that "she" may mean her.
    /// Returns whether this one does.
    /// </summary>
    public static bool Mark(Passage passage, bool relativeBefore, Passage? question)
    {
        var tokens = passage.Tokens;
        var relative = relativeBefore;
        var family = question is { } asked && asked.Tokens.Any(t => t.Text is "family" or "relatives") && asked.Family.All(f => f);
        for (var i = 0; i < tokens.Count; i++)
        {
            var word = tokens[i].Text;
            if (Lexicon.Family.Contains(word))
            {
                // "I take care of my mother": the mother comes into it, the talk stays with the patient until "she".
                family |= !SpeakerIsSubject(tokens, i);
                relative = true;
            }
            else if (word is "i" or "i'm" or "i've" or "i'd" or "you" or "you've" or "you're" || (word is "my" or "your" && !FamilyFollows(tokens, i)))
            {
                family = false;
            }
            else if (relative && word is "she" or "he" or "they" or "she's" or "he's" or "they've" or "her" or "his")
            {
                family = true;
            }

            passage.Family[i] = family;
        }

        MarkFamilySentences(passage);
        return relative && family;
    }

    // "Diabetes runs in my family", "is there asthma in the family": the whole sentence is about the family, also before the word.
    static void MarkFamilySentences(Passage passage)
    {
        for (int start = 0, i = 0; i <= passage.Tokens.Count; i++)
        {
            if (i == passage.Tokens.Count || passage.Tokens[i].Kind == TokenKind.End)
            {
                if (passage.Tokens.Skip(start).Take(i - start).Any(t => t.Text is "family" or "relatives"))
                {
                    Array.Fill(passage.Family, true, start, Math.Min(i + 1, passage.Tokens.Count) - start);
                }

                start = i + 1;
            }
        }
    }

    static bool SpeakerIsSubject(IReadOnlyList<Token> tokens, int at)
    {
        for (var i = at - 1; i >= 0 && tokens[i].Kind != TokenKind.End; i--)
        {
            if (tokens[i].Text is "i" or "i'm" or "i've" && !tokens.Skip(i).Take(at - i).Any(t => t.Text is "because" or "and" or "but" || t.Kind == TokenKind.Pause))
            {
                return true;
            }
        }

        return false;
    }

    static bool FamilyFollows(IReadOnlyList<Token> tokens, int at) => tokens.Skip(at + 1).Take(3).Any(t => Lexicon.Family.Contains(t.Text));
}
