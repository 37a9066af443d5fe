namespace OnPremLlm.Training.Tokenizing;

/// <summary>A part of a text: a literal's id, or text between literals.</summary>
internal readonly record struct Fragment(string Text, int? Literal);

/// <summary>Cuts literals out of raw text as llama.cpp does: the longest (in UTF-8) first, each from left to right in all that is left.</summary>
internal sealed class LiteralCutter(TokenizerModel model)
{
    readonly (string Text, int Id)[] literals =
        [.. model.Literals.Select((text, i) => (text, i + TokenizerModel.Control.Count)).OrderByDescending(literal => TokenizerModel.Length(literal.text))];

    public IReadOnlyList<Fragment> Cut(string text)
    {
        List<Fragment> fragments = text.Length == 0 ? [] : [new(text, null)];
        foreach (var (literal, id) in literals)
        {
            if (text.Contains(literal, StringComparison.Ordinal))
            {
                fragments = [.. fragments.SelectMany(fragment => fragment.Literal is null ? Cut(fragment.Text, literal, id) : [fragment])];
            }
        }

        return fragments;
    }

    static IEnumerable<Fragment> Cut(string text, string literal, int id)
    {
        var from = 0;
        for (int at; (at = text.IndexOf(literal, from, StringComparison.Ordinal)) >= 0; from = at + literal.Length)
        {
            if (at > from)
            {
                yield return new(text[from..at], null);
            }

            yield return new(literal, id);
        }

        if (from < text.Length)
        {
            yield return new(text[from..], null);
        }
    }
}
