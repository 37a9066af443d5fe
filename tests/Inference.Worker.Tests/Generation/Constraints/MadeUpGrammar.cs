using System.Text;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>
/// A small random grammar that knows two things of itself: how it reads as GBNF, and, by trying everything, which texts it has. The second
/// shares nothing with the code under test.
/// </summary>
internal sealed class MadeUpGrammar
{
    const string Alphabet = "abü";
    const int Rules = 3;
    readonly Random random;
    readonly Part[] rules;

    public MadeUpGrammar(int seed)
    {
        random = new(seed);
        rules = new Part[Rules];
        for (var rule = Rules - 1; rule >= 0; rule--)
        {
            rules[rule] = Make(3, rule);
        }

        Gbnf = string.Join('\n', rules.Select((rule, i) => $"{Name(i)} ::= {rule.Gbnf}"));
    }

    public string Gbnf { get; }

    public bool Has(string text) => rules[0].Ends(text, 0).Contains(text.Length);

    static string Name(int rule) => rule == 0 ? "root" : $"r{rule}";

    // A rule names itself only after a character, and otherwise only later rules: never left-recursive.
    Part Make(int depth, int rule) => random.Next(depth > 0 ? 9 : 3) switch
    {
        0 => Literal(),
        1 => Class(),
        2 when rule + 1 < Rules => Rule(random.Next(rule + 1, Rules)),
        2 => Literal(),
        3 => Repeat(Make(depth - 1, rule)),
        4 => Then(Literal(least: 1), Choice(Rule(rule), Literal())),
        5 or 6 => Choice(Make(depth - 1, rule), Make(depth - 1, rule)),
        _ => Then(Make(depth - 1, rule), Make(depth - 1, rule)),
    };

    Part Literal(int least = 0)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(least, 3)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
        return new($"\"{text}\"", (all, at) => string.CompareOrdinal(all, at, text, 0, text.Length) == 0 ? [at + text.Length] : []);
    }

    Part Class()
    {
        var (character, negated) = (Alphabet[random.Next(Alphabet.Length)], random.Next(4) == 0);
        return new($"[{(negated ? "^" : "")}{character}]", (all, at) => at < all.Length && all[at] == character != negated ? [at + 1] : []);
    }

    Part Rule(int rule) => new(Name(rule), (all, at) => rules[rule].Ends(all, at));

    static Part Then(Part first, Part second) =>
        new($"{first.Gbnf} ({second.Gbnf})", (all, at) => [.. first.Ends(all, at).SelectMany(end => second.Ends(all, end)).Distinct()]);

    static Part Choice(Part first, Part second) =>
        new($"({first.Gbnf} | {second.Gbnf})", (all, at) => [.. first.Ends(all, at).Union(second.Ends(all, at))]);

    Part Repeat(Part part)
    {
        var least = random.Next(3);
        int? most = random.Next(2) == 0 ? null : random.Next(2, 5);
        return new($"({part.Gbnf}){{{least},{most}}}", (all, at) =>
        {
            HashSet<int> ends = [], now = [at];
            for (var times = 0; times <= (most ?? all.Length + least); times++)
            {
                ends.UnionWith(times >= least ? now : []);
                now = [.. now.SelectMany(end => part.Ends(all, end))];
            }

            return [.. ends];
        });
    }

    /// <summary>All texts of up to so many characters, one of them outside the alphabet.</summary>
    public static IEnumerable<string> Texts(int most)
    {
        IEnumerable<string> texts = [""];
        for (var length = 0; length <= most; length++)
        {
            foreach (var text in texts)
            {
                yield return text;
            }

            texts = texts.SelectMany(text => Alphabet + "日", (text, next) => text + next).ToList();
        }
    }

    sealed record Part(string Gbnf, Func<string, int, int[]> Ends);
}
