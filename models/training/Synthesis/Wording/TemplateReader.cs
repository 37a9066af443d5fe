namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Reads the notation of <see cref="Template"/>.</summary>
internal sealed class TemplateReader(string source)
{
    int at;

    public Template.Node Read()
    {
        var node = ReadSequence("");
        return at == source.Length ? node : throw Wrong("an opening bracket for the closing one");
    }

    Template.Node ReadSequence(string ends)
    {
        List<Template.Node> parts = [];
        while (at < source.Length && !ends.Contains(source[at], StringComparison.Ordinal))
        {
            parts.Add(source[at] switch
            {
                '[' => ReadChoice(),
                '<' => ReadMarked(),
                '{' => ReadValue(),
                '~' => ReadFragment(),
                '|' or ']' or '>' or '}' => throw Wrong("an opening bracket for the closing one"),
                _ => ReadWords(),
            });
        }

        return parts.Count == 1 ? parts[0] : new Template.Sequence(parts);
    }

    Template.Choice ReadChoice()
    {
        List<Template.Node> options = [];
        do
        {
            at++;
            options.Add(ReadSequence("|]"));
        }
        while (at < source.Length && source[at] == '|');
        Expect(']');
        return new Template.Choice(options);
    }

    Template.Marked ReadMarked()
    {
        at++;
        var name = ReadName();
        Expect(' ');
        var inner = ReadSequence(">");
        Expect('>');
        return new Template.Marked(name, inner);
    }

    Template.Value ReadValue()
    {
        at++;
        var name = ReadName();
        Expect('}');
        return new Template.Value(name);
    }

    Template.Fragment ReadFragment()
    {
        at++;
        return new Template.Fragment(ReadName());
    }

    Template.Words ReadWords()
    {
        var start = at;
        while (at < source.Length && !"[<{~|]>}".Contains(source[at], StringComparison.Ordinal))
        {
            at++;
        }

        return new Template.Words(source[start..at]);
    }

    string ReadName()
    {
        var start = at;
        while (at < source.Length && char.IsAsciiLetterOrDigit(source[at]))
        {
            at++;
        }

        return at > start ? source[start..at] : throw Wrong("a name");
    }

    void Expect(char c)
    {
        if (at >= source.Length || source[at] != c)
        {
            throw Wrong($"'{c}'");
        }

        at++;
    }

    FormatException Wrong(string expected) => new($"The template \"{source}\" needs {expected} at character {at}.");
}
