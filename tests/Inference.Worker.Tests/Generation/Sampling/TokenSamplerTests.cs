using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Sampling;

/// <summary>The choice of tokens under a grammar, on made-up logits.</summary>
public sealed class TokenSamplerTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    const string Letters = "root ::= [a-f] | [a-c] [a-c] | \"\"";
    static readonly string[] texts = ["a", "b", "c", "d", "e", "f"];

    Vocabulary Vocabulary => tiny.Worker.Engine.Vocabulary;

    [Theory]
    [InlineData(1, 0, 5)] // draws, and asks the grammar about what was drawn
    [InlineData(1, 0, 1)]
    [InlineData(0.8f, 0, 5)]
    [InlineData(1, 0.3f, 3.4f)]
    [InlineData(1, 0.3f, 2)]
    [InlineData(0.9f, 0.1f, 5)]
    public void The_grammar_comes_first_and_the_rest_is_shared_out_among_what_it_allows(float topP, float minP, float heightOfRefused)
    {
        var logits = Logits(heightOfRefused);
        int[] allowed = [.. Tokens().Where(token => Vocabulary.IsEnd(token) || Reads(token))];
        var settings = new SamplingSettings { Temperature = 1.3f, TopP = topP, MinP = minP, Seed = 5 };
        var expected = new Distribution(allowed.Length);
        expected.Set([.. allowed.Select(token => logits[token])], settings);
        const int Draws = 20_000;
        var wanted = Enumerable.Range(0, Draws).Select(i => allowed[expected.Draw((i + 0.5) / Draws)]).CountBy(token => token).ToDictionary();

        var drawn = Draw(logits, settings, Draws);

        Assert.All(drawn.Keys, token => Assert.Contains(token, wanted.Keys));
        Assert.All(wanted, token => Assert.InRange(drawn.GetValueOrDefault(token.Key), token.Value - 5 * Math.Sqrt(token.Value) - 1, token.Value + 5 * Math.Sqrt(token.Value) + 1));
    }

    [Fact]
    public void At_temperature_zero_it_is_the_likeliest_that_is_allowed_however_unlikely()
    {
        var logits = Logits();
        int[] allowed = [.. Tokens().Where(token => Vocabulary.IsEnd(token) || Reads(token))];
        foreach (var (best, height) in new[] { (allowed[0], 100f), (allowed[^1], 30f), (allowed[2], -30f) })
        {
            var tried = logits.Select((logit, token) => allowed.Contains(token) ? Math.Min(logit, -40) : logit).ToArray();
            tried[best] = height;

            Assert.Equal(SampleOutcome.Token, Sampler(Letters, new()).Next(tried, out var token));
            Assert.Equal(best, token);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_text_can_end_exactly_where_the_grammar_can(float temperature)
    {
        var settings = new SamplingSettings { Temperature = temperature, Seed = 1 };
        var logits = Logits().Select((_, token) => Vocabulary.IsEnd(token) ? 50f : 0).ToArray();
        var sampler = Sampler("root ::= \"ab\"", settings);

        for (var text = ""; text.Length < 2;)
        {
            Assert.Equal(SampleOutcome.Token, sampler.Next(logits, out var token));
            Assert.False(Vocabulary.IsEnd(token));
            Assert.False(sampler.CanEnd);
            sampler.Accept(token);
            text += System.Text.Encoding.UTF8.GetString(Vocabulary.Piece(token));
        }

        Assert.Equal(SampleOutcome.Token, sampler.Next(logits, out var end));
        Assert.True(Vocabulary.IsEnd(end) && sampler.CanEnd);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_no_numbers_are_told(float value)
    {
        var logits = Logits();
        logits[17] = value;

        Assert.Equal(SampleOutcome.NotFinite, Sampler(Letters, new()).Next(logits, out _));
        Assert.Equal(SampleOutcome.NotFinite, Sampler(Letters, new()).Next([], out _));
        Assert.Equal(SampleOutcome.NotFinite, Sampler(Letters, new()).Next(Enumerable.Repeat(float.NegativeInfinity, logits.Length).ToArray(), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_grammar_that_leads_nowhere_allows_nothing(float temperature) =>
        Assert.Equal(SampleOutcome.NothingAllowed, Sampler("root ::= [^\\x00-\\U0010FFFF]", new() { Temperature = temperature }).Next(Logits(), out _));

    TokenSampler Sampler(string grammar, SamplingSettings settings) =>
        new(Vocabulary, settings with { Constraint = Constraint.Compile(grammar, []) }, new(Vocabulary.Count));

    Dictionary<int, int> Draw(float[] logits, SamplingSettings settings, int draws)
    {
        var sampler = Sampler(Letters, settings);
        return Enumerable.Range(0, draws).Select(_ => sampler.Next(logits, out var token) == SampleOutcome.Token ? token : -1).CountBy(token => token).ToDictionary();
    }

    // At the default height, the likeliest of all are refused.
    float[] Logits(float heightOfRefused = 5)
    {
        var random = new Random(3);
        return [.. Tokens().Select(token => (float)random.NextDouble() * (Reads(token) ? 3 : heightOfRefused))];
    }

    IEnumerable<int> Tokens() => Enumerable.Range(0, Vocabulary.Count);

    bool Reads(int token) => System.Text.Encoding.UTF8.GetString(Vocabulary.Piece(token)) is var text
        && (texts.Contains(text) || (text.Length == 2 && text.All(character => character is >= 'a' and <= 'c')));
}
