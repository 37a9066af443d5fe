namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>Where the words of a visit went when its turns were written anew. Words may become several or none; turns may be joined or split.</summary>
internal sealed class TurnMap
{
    readonly List<(int Turn, int First, int Last)[]> places = [];

    /// <summary>The next old turn's words; Last before First for a word that is gone.</summary>
    public void Add((int Turn, int First, int Last)[] words) => places.Add(words);

    /// <summary>The span of the words that are left; null where none is, or where they are no longer in one turn.</summary>
    public WordSpan? Map(WordSpan span)
    {
        WordSpan? mapped = null;
        for (var i = span.First; i <= span.Last; i++)
        {
            var (turn, first, last) = places[span.Turn][i];
            if (last < first)
            {
                continue;
            }

            if (mapped is { } earlier && earlier.Turn != turn)
            {
                return null;
            }

            mapped = mapped is { } begun ? begun with { Last = last } : new WordSpan(turn, first, last);
        }

        return mapped;
    }

    /// <summary>The turns that words of the old one went to, in order.</summary>
    public IEnumerable<int> Turns(int old) => places[old].Where(word => word.Last >= word.First).Select(word => word.Turn).Distinct();

    /// <summary>The statement about the new turns; null where a span of it was lost. Of a cited turn that was split, a question is cited
    /// with its last part and an answer with its first.</summary>
    public ReferenceStatement? Map(ReferenceStatement statement)
    {
        if (Map(statement.Quote) is not { } quote)
        {
            return null;
        }

        List<TextPiece>? text = statement.Text is null ? null : [];
        foreach (var piece in statement.Text ?? [])
        {
            if (piece is not TextPiece.Said(var span))
            {
                text!.Add(piece);
            }
            else if (Map(span) is { } mapped)
            {
                text!.Add(new TextPiece.Said(mapped));
            }
            else
            {
                return null;
            }
        }

        var said = (text ?? []).OfType<TextPiece.Said>().Select(piece => piece.Span.Turn);
        var cited = statement.Evidence.Where(turn => turn != statement.Quote.Turn)
            .SelectMany(turn => turn < statement.Quote.Turn ? Turns(turn).TakeLast(1) : Turns(turn).Take(1));
        return statement with { Quote = quote, Evidence = [.. said.Concat(cited).Prepend(quote.Turn).Distinct().Take(4)], Text = text };
    }
}
