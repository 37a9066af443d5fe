using System.Text.Json;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>Grammar-constrained requests, and grammars that must not harm the worker.</summary>
public sealed class GrammarTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "no rule named root", "a ::= \"x\"" },
        { "no rule named root", "aroot ::= \"x\"" },
        { "unclosed text", "root ::= \"x" },
        { "unclosed text", "root ::= [a-z" },
        { "does not parse", "root ::= missing" },
        { "does not parse", "root ::= root \"x\"" },
        { "does not parse", "root ::= a \"x\"\na ::= \"\" root" },
        { "does not parse", "root ::= }" },
        { "unclosed bracket", "root ::= (\"a\"" },
        { "did not open", "root ::= \"a\")" },
        { "deeper than 32", "root ::= " + new string('(', 40_000) + "\"a\"" + new string(')', 40_000 - 20_000) },
        { "64 KiB", "root ::= \"" + new string('a', 70_000) + "\"" },
        { "zero character", "root ::= \"a\0\"" },
        { "multiply", "root ::= ((([a-z]{1,100}){1,100}){1,100}){1,100}" },
        { "add up", "root ::= " + string.Join(' ', Enumerable.Repeat("[a-z]{1,9000}", 5)) },
        { "number up to", "root ::= [a-z]{99999999999999999999}" },
        { "more than 1024 rules", "root ::= \"a\"\n" + string.Join('\n', Enumerable.Range(0, 2000).Select(i => $"r{i} ::= \"a\"")) },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1.5f)]
    public async Task Text_follows_the_grammar_to_its_end(float temperature)
    {
        var request = Requests.Text("number:", maxTokens: 40);
        request.Grammar = """root ::= "{\"n\":" [1-9] [0-9]{1,3} ",\"word\":\"" ("one"|"two"|"über") "\"}" """;
        request.Temperature = temperature;

        var answer = await tiny.CompleteAsync(request);

        using var json = JsonDocument.Parse(answer.Text);
        Assert.InRange(json.RootElement.GetProperty("n").GetInt32(), 10, 9999);
        Assert.Equal(FinishReason.Stop, answer.Finished.Reason);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_grammar_that_cannot_be_used_is_an_invalid_argument_and_the_worker_goes_on(string reason, string grammar)
    {
        var request = Requests.Text("x");
        request.Grammar = grammar;

        var failure = await tiny.FailureAsync(request);

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
        Assert.True((await tiny.CompleteAsync(Requests.Text("still there"))).Finished.CompletionTokens > 0);
    }

    [Theory]
    [InlineData("root ::= (\"\"*)*")]
    [InlineData("root ::= a* b*\na ::= b?\nb ::= a?")]
    [InlineData("root ::= ((\"a\"|\"a\")|(\"a\"|\"aa\"))*")]
    [InlineData("root ::= [^\\x00-\\U0010FFFF]")]
    [InlineData("root ::= \"\"")]
    [InlineData("root ::= [a-z]{0,1900}")]
    [InlineData("root ::= .* \"x\"")]
    [InlineData("# only a comment\nroot ::= \"a\" # end")]
    public async Task A_strange_grammar_ends_in_text_or_a_refusal_and_the_worker_goes_on(string grammar)
    {
        var request = Requests.Text("x", maxTokens: 16);
        request.Grammar = grammar;

        try
        {
            await tiny.CompleteAsync(request);
        }
        catch (RpcException refusal)
        {
            Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        }

        Assert.True((await tiny.CompleteAsync(Requests.Text("still there"))).Finished.CompletionTokens > 0);
    }
}
