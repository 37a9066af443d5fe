using System.Globalization;
using System.Text;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// Reads GBNF as llama.cpp documents it (grammars/README.md), without its token literals, and with `@name` for a span of a source or `@name:7` for one
/// that begins in its seventh line.
/// Everything that could cost unbounded stack or memory is bounded here.
/// </summary>
internal sealed class GrammarParser
{
    const int LargestBytes = 64 << 10;
    const int DeepestNesting = 32;
    const int MostRules = 1_024;
    const int MostRepetitions = 10_000;
    const long MostRepetitionsInAll = 20_000;

    readonly GrammarText text;
    readonly IReadOnlyList<string> sources;
    readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    readonly List<Expression?> rules = [];
    readonly List<SpanRoot> spans = [];
    readonly Dictionary<SpanRoot, int> spanNumbers = [];
    int defined;
    long repetitions;

    GrammarParser(string grammar, IReadOnlyList<string> sources)
    {
        text = new(grammar);
        this.sources = sources;
    }

    /// <param name="grammar">GBNF.</param>
    /// <param name="sources">Names of the span sources; `@name` becomes its number here.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static Grammar Parse(string grammar, IReadOnlyList<string> sources)
    {
        GrammarRefusal.Require(Encoding.UTF8.GetByteCount(grammar) <= LargestBytes, $"The grammar is larger than {LargestBytes / 1024} KiB. Send a smaller one.");
        GrammarRefusal.Require(!grammar.Contains('\0'), "The grammar contains a zero character. Remove it.");
        return new GrammarParser(grammar, sources).Read();
    }

    Grammar Read()
    {
        for (text.SkipLines(); !text.AtEnd; text.SkipLines())
        {
            ReadRule();
        }

        var root = numbers.GetValueOrDefault("root", -1);
        GrammarRefusal.Require(root >= 0 && rules[root] is not null, "The grammar has no rule named root.");
        var grammar = new Grammar([.. rules.Select(rule => rule ?? throw GrammarRefusal.Syntax("it names a rule that it does not define"))], root, spans);
        GrammarRefusal.RequireSyntax(!grammar.BeginsWithItself(), "a rule begins with itself before any character");
        return grammar;
    }

    void ReadRule()
    {
        var name = text.ReadName();
        text.SkipSpace();
        GrammarRefusal.RequireSyntax(name.Length > 0 && text.Take("::="), "a line is neither a rule nor a comment");
        GrammarRefusal.Require(++defined <= MostRules, $"The grammar has more than {MostRules} rules. Send a smaller one.");
        text.SkipLines();
        rules[NumberOf(name)] = ReadChoice(0);
        GrammarRefusal.Require(text.Current != ')', "The grammar closes a bracket that it did not open.");
        GrammarRefusal.RequireSyntax(text.AtEnd || text.Current is '\r' or '\n', "a rule holds a sign that means nothing there");
    }

    int NumberOf(string rule)
    {
        if (!numbers.TryGetValue(rule, out var number))
        {
            numbers.Add(rule, number = rules.Count);
            rules.Add(null);
        }

        return number;
    }

    Expression ReadChoice(int depth)
    {
        var options = new List<Expression> { ReadSequence(depth) };
        while (text.Current == '|')
        {
            text.Advance();
            text.SkipLines();
            options.Add(ReadSequence(depth));
        }

        return options.Count == 1 ? options[0] : new Expression.Choice(options) { Unrolled = options.Max(option => option.Unrolled) };
    }

    Expression ReadSequence(int depth)
    {
        var items = new List<Expression>();
        while (ReadItem(depth) is { } item)
        {
            SkipSpace(depth);
            items.Add(ReadRepetitions(item, depth));
        }

        return items.Count == 1 ? items[0] : new Expression.Sequence(items) { Unrolled = items.Select(item => item.Unrolled).DefaultIfEmpty(1).Max() };
    }

    Expression? ReadItem(int depth)
    {
        switch (text.Current)
        {
            case '"':
                return ReadLiteral();
            case '[':
                return ReadClass();
            case '(':
                return ReadGroup(depth + 1);
            case '.':
                text.Advance();
                return new Expression.Character(CharacterSet.All);
            case '@':
                return ReadSpan();
            default:
                return text.ReadName() is { Length: > 0 } name ? new Expression.Rule(NumberOf(name)) : null;
        }
    }

    Expression ReadGroup(int depth)
    {
        GrammarRefusal.Require(depth <= DeepestNesting, $"The grammar nests brackets deeper than {DeepestNesting}. Use named rules.");
        text.Advance();
        text.SkipLines();
        var choice = ReadChoice(depth);
        GrammarRefusal.Require(!text.AtEnd, "The grammar has an unclosed bracket.");
        GrammarRefusal.RequireSyntax(text.Take(")"), "a bracket holds a sign that means nothing there");
        return choice;
    }

    Expression.Literal ReadLiteral()
    {
        var characters = new StringBuilder();
        for (text.Advance(); text.Current != '"';)
        {
            GrammarRefusal.RequireSyntax(Rune.TryCreate(ReadCharacter(), out var rune), "a text names a surrogate, which is half a character");
            characters.Append(rune);
        }

        text.Advance();
        return new(Encoding.UTF8.GetBytes(characters.ToString()));
    }

    Expression.Character ReadClass()
    {
        text.Advance();
        var negated = text.Take("^");
        var ranges = new List<CodeRange>();
        while (text.Current != ']')
        {
            var from = ReadCharacter();
            var to = IsRange() ? ReadCharacter() : from;
            GrammarRefusal.RequireSyntax(from <= to, "a range of characters ends before it begins");
            ranges.Add(new(from, to));
        }

        GrammarRefusal.RequireSyntax(ranges.Count > 0, "a character class is empty");
        text.Advance();
        return new(negated ? CharacterSet.Except(ranges) : CharacterSet.Of(ranges));
    }

    // A hyphen before the closing bracket stands for itself.
    bool IsRange() => !text.IsNext("-]") && text.Take("-");

    int ReadCharacter()
    {
        GrammarRefusal.Require(!text.AtEnd, "The grammar has an unclosed text or character class.");
        return text.ReadCharacter();
    }

    Expression.Span ReadSpan()
    {
        text.Advance();
        var name = text.ReadName();
        var source = Enumerable.Range(0, sources.Count).FirstOrDefault(i => sources[i] == name, -1);
        GrammarRefusal.Require(source >= 0, "The grammar names a span source that the request does not have. Send it in span_sources, or correct the name after @.");
        SpanRoot root = new(source, text.Take(":") ? ReadLine() : null);
        if (!spanNumbers.TryGetValue(root, out var number))
        {
            spanNumbers.Add(root, number = spans.Count);
            spans.Add(root);
        }

        return new(number);
    }

    int ReadLine()
    {
        var digits = text.ReadDigits();
        GrammarRefusal.Require(int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0, "The grammar names a line of a span source by something that is no number from 1 on.");
        return line;
    }

    Expression ReadRepetitions(Expression item, int depth)
    {
        for (var marks = 0; text.Current is '*' or '+' or '?' or '{'; marks++)
        {
            GrammarRefusal.Require(marks < DeepestNesting, $"The grammar repeats one item more than {DeepestNesting} times over. Use one repetition.");
            var (least, most) = ReadRepetition(depth);
            var times = Math.Max(1, most ?? least);
            repetitions += times;
            GrammarRefusal.Require(times == 1 || repetitions <= MostRepetitionsInAll, $"The grammar's repetitions add up to more than {MostRepetitionsInAll}. Use * or +, or smaller counts.");
            GrammarRefusal.Require(item.Unrolled * times <= MostRepetitions, $"The grammar's repetitions multiply to more than {MostRepetitions}. Use * or +, or a smaller count.");
            item = new Expression.Repeat(item, least, most) { Unrolled = item.Unrolled * times };
            SkipSpace(depth);
        }

        return item;
    }

    (int Least, int? Most) ReadRepetition(int depth)
    {
        var mark = text.Current;
        text.Advance();
        return mark switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => ReadCounts(depth),
        };
    }

    // {m}, {m,} or {m,n} after its opening bracket.
    (int Least, int? Most) ReadCounts(int depth)
    {
        var least = ReadCount(depth) ?? throw GrammarRefusal.Syntax("a repetition does not begin with a number");
        int? most = least;
        if (text.Take(","))
        {
            most = ReadCount(depth);
        }

        GrammarRefusal.Require(!text.AtEnd, "The grammar has an unclosed repetition.");
        GrammarRefusal.RequireSyntax(text.Take("}") && (most is null || most >= least), "a repetition is none of {m} {m,} {m,n}");
        return (least, most);
    }

    int? ReadCount(int depth)
    {
        SkipSpace(depth);
        var digits = text.ReadDigits();
        SkipSpace(depth);
        var count = 0;
        GrammarRefusal.Require(digits.Length == 0 || (int.TryParse(digits, out count) && count <= MostRepetitions), $"A repetition in the grammar must be a number up to {MostRepetitions}.");
        return digits.Length == 0 ? null : count;
    }

    // Inside brackets, a rule goes on across line ends.
    void SkipSpace(int depth)
    {
        if (depth > 0)
        {
            text.SkipLines();
        }
        else
        {
            text.SkipSpace();
        }
    }
}
