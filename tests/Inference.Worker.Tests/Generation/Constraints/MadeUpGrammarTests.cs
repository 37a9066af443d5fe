using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>Random grammars against a matcher that tries everything.</summary>
public sealed class MadeUpGrammarTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    [Fact]
    public void The_automaton_takes_exactly_the_grammars_texts()
    {
        var texts = MadeUpGrammar.Texts(4).ToList();
        for (var seed = 0; seed < 150; seed++)
        {
            var grammar = new MadeUpGrammar(seed);
            var wrong = texts.FirstOrDefault(text => Reading.Matches(grammar.Gbnf, text) != grammar.Has(text));
            Assert.True(wrong is null, $"seed {seed}, text \"{wrong}\":\n{grammar.Gbnf}");
        }
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1.5f, 1, 0)]
    [InlineData(1.5f, 0.9f, 0)]
    [InlineData(1.5f, 1, 0.05f)]
    public async Task Every_completion_is_a_text_of_its_grammar(float temperature, float topP, float minP)
    {
        var whole = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var grammar = new MadeUpGrammar(seed);
            var request = Requests.Text("x", maxTokens: 24);
            (request.Grammar, request.Temperature, request.TopP, request.MinP, request.Seed) = (grammar.Gbnf, temperature, topP, minP, (uint)seed);

            var answer = await tiny.CompleteAsync(request);

            if (answer.Finished.Reason == FinishReason.Stop)
            {
                whole++;
                Assert.True(grammar.Has(answer.Text), $"seed {seed}, text \"{answer.Text}\":\n{grammar.Gbnf}");
            }
        }

        Assert.InRange(whole, 30, 60);
    }

    [Fact]
    public async Task Requests_with_different_grammars_at_the_same_time_do_not_disturb_each_other()
    {
        var alone = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            alone.Add((await tiny.CompleteAsync(Request(i))).Text);
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => tiny.CompleteAsync(Request(i))));

        Assert.Equal(alone, together.Select(answer => answer.Text));
        Assert.All(together, (answer, i) => Assert.Matches($"^{(char)('a' + i)}+$", answer.Text));
    }

    static GenerateRequest Request(int i)
    {
        var request = Requests.Text("x", maxTokens: 40, owner: $"owner {i}");
        (request.Grammar, request.Temperature, request.Seed) = ($"root ::= [{(char)('a' + i)}]{{20,60}}", 1, 7);
        return request;
    }
}
