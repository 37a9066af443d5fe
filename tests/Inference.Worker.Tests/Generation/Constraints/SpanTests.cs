using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>`@name`: exact spans of a source.</summary>
public sealed partial class SpanTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    const string Visit = "Arzt: \"Wie geht's?\"\nPatientin: Mir ist übel, 😀 seit 3\u00a0Tagen\\Nächten; ve\u0301rtigo.\tNa na na na!\u0001 Ende…";

    [Fact]
    public void In_a_json_string_exactly_the_words_and_runs_of_words_are_taken()
    {
        var source = Source(Visit, SpanEncoding.JsonString, SpanUnit.Words);
        var words = Word().Matches(Visit).ToList();
        var spans = words.SelectMany((first, i) => words.Skip(i).Select(last => Visit[first.Index..(last.Index + last.Length)])).ToHashSet();
        int[] lengths = [1, 2, 5, 9];
        var others = Enumerable.Range(0, Visit.Length).SelectMany(_ => lengths, (at, length) => Visit.Substring(at, Math.Min(length, Visit.Length - at)))
            .Where(text => !spans.Contains(text) && !char.IsSurrogate(text[0]) && !char.IsSurrogate(text[^1]));

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", Escape(span), source), span));
        Assert.All(others.Append(""), text => Assert.False(Reading.Matches("root ::= @source", Escape(text), source), text));
    }

    [Fact]
    public void By_characters_exactly_the_substrings_are_taken()
    {
        var source = Source("aü😀a\"aü", SpanEncoding.Raw, SpanUnit.Characters);
        string[] spans = ["a", "ü", "😀", "aü", "aü😀a\"aü", "\"", "a\"a"], others = ["", "aa", "üa", "aü\"", "b", "\\\""];

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches("root ::= @source", text, source), text));
        Assert.False(Reading.Matches("root ::= @source", Encoding.UTF8.GetBytes("ü")[..1], source));
        Assert.False(Reading.Matches("root ::= @source", Encoding.UTF8.GetBytes("ü")[1..], source));
    }

    [Fact]
    public void Overlapping_repeats_are_each_taken()
    {
        var source = Source("na na na, na na batman", SpanEncoding.Raw, SpanUnit.Words);
        string[] spans = ["na", "na na", "na na na", "na na batman", "na, na na batman", "batman"], others = ["na na na na", "na na na batman", "na,", "bat", "a na"];

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches("root ::= @source", text, source), text));
    }

    [Theory]
    [InlineData(SpanEncoding.Raw)]
    [InlineData(SpanEncoding.JsonString)]
    public void Within_lines_no_span_goes_from_one_into_the_next(SpanEncoding encoding)
    {
        var source = Source("I took two.\nTwo what?\n\n…\nMilligrams", encoding, SpanUnit.Words);
        source.WithinLines = true;
        string[] spans = ["I took two", "two", "Two what", "what", "Milligrams"], others = ["two.\nTwo", "two.\\nTwo", "what?\n\n…\nMilligrams", "took two Two"];

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches("root ::= @source", text, source), text));
        Assert.False(Reading.Begins("root ::= @source", "two.", source)); // it could not end any more
    }

    [Fact]
    public void Numbers_are_not_cut_at_their_point_nor_words_at_an_apostrophe()
    {
        var source = Source("It isn't 38.2, I'd say 1,000. No. 5", SpanEncoding.Raw, SpanUnit.Words);
        string[] spans = ["isn't 38.2", "38.2", "1,000", "38.2, I'd", "No. 5", "5"], others = ["38", "2", "isn", "t", "1", "000", "I", "1,000."];

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches("root ::= @source", text, source), text));
    }

    [Fact]
    public void By_lines_one_whole_line_is_taken()
    {
        var source = Source("two words\nx\n\n38.2", SpanEncoding.Raw, SpanUnit.Lines);
        string[] spans = ["two words", "x", "38.2"], others = ["two", "words", "two words\nx", "38", ""];

        Assert.All(spans, span => Assert.True(Reading.Matches("root ::= @source", span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches("root ::= @source", text, source), text));
        Assert.True(Reading.Matches("root ::= @source (\", \" @source)*", "x, x, two words", source));
    }

    [Fact]
    public void A_line_that_is_named_gives_its_own_spans_and_no_others()
    {
        var source = Source("I take zolpimert\n\nzolpimert and more", SpanEncoding.Raw, SpanUnit.Words);
        source.WithinLines = true;
        string[] spans = ["1 I take", "1 zolpimert", "3 zolpimert and", "any zolpimert", "any and more"], others = ["1 and", "1 zolpimert and", "3 I take", "3 take", "2 zolpimert"];
        const string Grammar = """root ::= "1 " @source:1 | "3 " @source:3 | "any " @source""";

        Assert.All(spans, span => Assert.True(Reading.Matches(Grammar, span, source), span));
        Assert.All(others, text => Assert.False(Reading.Matches(Grammar, text, source), text));
    }

    [Theory]
    [InlineData("@source:2")]
    [InlineData("@source:4")]
    [InlineData("@source:0")]
    [InlineData("@source:")]
    [InlineData("@source:99999999999")]
    public void A_line_without_words_or_that_there_is_not_is_refused(string span)
    {
        var source = Source("one\n\nthree", SpanEncoding.Raw, SpanUnit.Words);

        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, Assert.Throws<Grpc.Core.RpcException>(() => Constraint.Compile($"root ::= \"a\" | {span}", [source])).StatusCode);
    }

    [Theory]
    [InlineData(SpanUnit.Words)]
    [InlineData(SpanUnit.Characters)]
    public void No_span_is_longer_than_allowed_and_none_is_begun_that_could_not_end_in_time(SpanUnit unit)
    {
        const int Longest = 9;
        const string Text = "Übel war 😀 mir. Otorhinolaryngologisch, na ja";
        var source = Source(Text, SpanEncoding.Raw, unit);
        source.LongestCharacters = Longest;
        var free = Source(Text, SpanEncoding.Raw, unit);
        var texts = Enumerable.Range(0, Text.Length).SelectMany(_ => Enumerable.Range(1, 20), (at, length) => Text.Substring(at, Math.Min(length, Text.Length - at)))
            .Where(text => !char.IsSurrogate(text[0]) && !char.IsSurrogate(text[^1])).Distinct().ToList();

        var taken = texts.Where(text => Reading.Matches("root ::= @source", text, source)).ToList();

        Assert.Equal(texts.Where(text => text.EnumerateRunes().Count() <= Longest && Reading.Matches("root ::= @source", text, free)), taken);
        var begun = texts.Where(text => Reading.Begins("root ::= @source", text, source));
        Assert.All(begun, text => Assert.Contains(taken, whole => whole.StartsWith(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_text_goes_where_no_span_can_end()
    {
        var source = Source("One two... ", SpanEncoding.Raw, SpanUnit.Words);

        Assert.True(Reading.Begins("root ::= @source \"!\"", "One two!", source));
        Assert.False(Reading.Begins("root ::= @source \"!\"", "One two.", source)); // no word comes after it
    }

    [Fact]
    public void Sources_are_kept_apart_and_may_follow_each_other()
    {
        SpanSource[] sources = [Source("one two", SpanEncoding.Raw, SpanUnit.Words, "a"), Source("three four", SpanEncoding.Raw, SpanUnit.Words, "b"), Source("...", SpanEncoding.Raw, SpanUnit.Words, "none")];
        const string Grammar = "root ::= item+\nitem ::= @a \"-\" @b \";\" | @none";

        Assert.True(Reading.Matches(Grammar, "one-three;one two-four;", sources));
        Assert.False(Reading.Begins(Grammar, "three", sources));
        Assert.False(Reading.Begins(Grammar, "one two-one", sources));
        Assert.False(Reading.Begins(Grammar, ".", sources));
    }

    [Fact]
    public void What_was_remembered_can_be_forgotten_anywhere()
    {
        var program = GrammarCompiler.Compile(GrammarParser.Parse("root ::= \"(\" root \")\" | @source", ["source"]));
        var automaton = new Automaton(program, [SpanText.Of(Source(Visit, SpanEncoding.Raw, SpanUnit.Words))]);
        var state = automaton.Start;
        foreach (var value in Encoding.UTF8.GetBytes("((Mir ist übel, 😀 seit 3\u00a0Tagen))"))
        {
            state = automaton.Next(state, value);
            Assert.NotEqual(Automaton.Dead, state);
            automaton.Forget(ref state);
        }

        Assert.True(automaton.CanEnd(state));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5f)]
    public async Task Every_completion_quotes_the_source_at_word_boundaries_however_the_vocabulary_cuts_it(float temperature)
    {
        for (var seed = 1u; seed <= 25; seed++)
        {
            var request = Requests.Text($"quote {seed}", maxTokens: 400);
            request.Grammar = """root ::= "{\"quotes\":[\"" @visit ("\",\"" @visit){0,3} "\"]}" """;
            request.SpanSources.Add(Source(Visit, SpanEncoding.JsonString, SpanUnit.Words, "visit"));
            (request.Temperature, request.Seed) = (temperature, seed);

            var answer = await tiny.CompleteAsync(request);

            Assert.Equal(FinishReason.Stop, answer.Finished.Reason);
            using var json = JsonDocument.Parse(answer.Text);
            Assert.All(json.RootElement.GetProperty("quotes").EnumerateArray(), quote => AssertQuoted(quote.GetString()!));
        }
    }

    static void AssertQuoted(string quote)
    {
        Assert.Contains(quote, Visit, StringComparison.Ordinal);
        Assert.Matches(Word(), quote[..1]);
        Assert.Contains(Places(quote), place => !IsWord(place - 1) && !IsWord(place + quote.Length));
    }

    static IEnumerable<int> Places(string quote)
    {
        for (var at = Visit.IndexOf(quote, StringComparison.Ordinal); at >= 0; at = Visit.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    static bool IsWord(int at) => at >= 0 && at < Visit.Length && Word().IsMatch(Visit.AsSpan(at, 1));

    // An independent writer that escapes what RFC 8259 demands and nothing else.
    static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '"' or '\\' => "\\" + c,
        '\n' => "\\n",
        '\t' => "\\t",
        < ' ' => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    }));

    static SpanSource Source(string text, SpanEncoding encoding, SpanUnit unit, string name = "source") => new() { Name = name, Text = text, Encoding = encoding, Unit = unit };

    [GeneratedRegex(@"[\p{L}\p{Nd}\p{M}]+(?:(?<=\p{L})['’](?=\p{L})[\p{L}\p{Nd}\p{M}]+)*")]
    private static partial Regex Word();
}
