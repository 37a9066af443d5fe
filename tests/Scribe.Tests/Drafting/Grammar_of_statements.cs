using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Tests.Drafting;

public sealed class Grammar_of_statements
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(107)]
    [InlineData(1234)]
    public void Numbers_are_exactly_those_of_the_transcript(int segments)
    {
        var numbers = Numbers(StatementGrammar.For(Enumerable.Range(1, segments).Select(i => $"s{i}")));

        Assert.All(Enumerable.Range(1, segments), i => Assert.Matches(numbers, i.ToString(CultureInfo.InvariantCulture)));
        Assert.All(new[] { 0, segments + 1, segments * 10 + 1, segments + 1000 }, i => Assert.DoesNotMatch(numbers, i.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Ids_with_gaps_stay_exact()
    {
        var numbers = Numbers(StatementGrammar.For(["s1", "s12", "s14", "s300"]));

        Assert.Equal([1, 12, 14, 300], Enumerable.Range(0, 4000).Where(i => numbers.IsMatch(i.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void The_longest_transcript_stays_below_the_engines_limit()
    {
        var grammar = StatementGrammar.For(Enumerable.Range(1, 99_999).Select(i => $"s{i}"));

        Assert.InRange(Encoding.UTF8.GetByteCount(grammar), 1, 64 * 1024);
    }

    // The rule for numbers uses only what GBNF and regular expressions have in common.
    static Regex Numbers(string grammar) =>
        new("^(" + grammar.Split("number ::= ")[1].Trim().Replace(" ", "", StringComparison.Ordinal) + ")$", RegexOptions.CultureInvariant);
}
