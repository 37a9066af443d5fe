using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Tests.Evidence;
using OnPremLlm.Scribe.Transcription.Normalisation;

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
        var numbers = Numbers(For(Enumerable.Range(1, segments)));

        Assert.All(Enumerable.Range(1, segments), i => Assert.Matches(numbers, i.ToString(CultureInfo.InvariantCulture)));
        Assert.All(new[] { 0, segments + 1, segments * 10 + 1, segments + 1000 }, i => Assert.DoesNotMatch(numbers, i.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Ids_with_gaps_stay_exact()
    {
        var numbers = Numbers(For([1, 12, 14, 300]));

        Assert.Equal([1, 12, 14, 300], Enumerable.Range(0, 4000).Where(i => numbers.IsMatch(i.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void The_longest_transcript_stays_below_the_engines_limit()
    {
        Assert.All(new[] { StatementGrammar.MostNamed, 99_999 }, segments => Assert.InRange(Encoding.UTF8.GetByteCount(For(Enumerable.Range(1, segments))), 1, 64 * 1024));
    }

    [Fact]
    public void Only_segments_in_which_something_was_said_can_be_quoted()
    {
        var grammar = StatementGrammar.For([Turn(1, "Hello."), Turn(2, "…"), Turn(3, new string('a', 300)), Turn(12, "No.")]);

        Assert.Contains("\"s\" ([1] ([2] rest @said:4 end | rest @said:1 end))", grammar.Replace("\\\"s", "s", StringComparison.Ordinal).Replace("[s\"", "\"s\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("root ::= \"{\\\"statements\\\":[]}\"\n", StatementGrammar.For([Turn(1, new string('a', 300))]));
    }

    [Fact]
    public void Words_of_a_statement_name_no_medicine_and_no_number()
    {
        Assert.InRange(StatementWords.All.Count, 500, 5_000);
        Assert.DoesNotContain(StatementWords.All, word => word.Any(char.IsDigit) && word != "SpO2" && word != "A1c");
        Assert.DoesNotContain(StatementWords.All, word => SampleVisits.Formulary.Contains(word));
        Assert.DoesNotContain(StatementWords.All, word => NumberWords.IsNumberWord(word) || word is "once" or "twice" or "half");
    }

    [Fact]
    public void Words_of_a_statement_are_those_that_were_said_without_the_marks_around_them()
    {
        var words = StatementGrammar.Sources([Turn(1, "Take 0.5 mg, (Zolpimert) - \"now\"! 92%, isn't it?")])[1].Text.Split('\n');

        Assert.Superset(new HashSet<string> { "Take", "take", "0.5", "Zolpimert", "zolpimert", "now", "92%", "isn't", "Onset", "onset", "mg" }, words.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(words, word => word is "5" or "" or "-" or "mg," || word.Contains(' ', StringComparison.Ordinal));
    }

    static string For(IEnumerable<int> numbers) => StatementGrammar.For([.. numbers.Select(number => Turn(number, "Hello."))]);

    static TranscriptTurn Turn(int number, string text) => new($"s{number}", TranscriptSpeaker.Patient, text, 1);

    // The rule for numbers uses only what GBNF and regular expressions have in common.
    static Regex Numbers(string grammar) =>
        new("^(" + grammar.Split("id ::= \"\\\"s\" ")[1].Trim()[..^4].Trim().Replace(" ", "", StringComparison.Ordinal) + ")$", RegexOptions.CultureInvariant);
}
