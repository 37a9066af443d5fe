using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>Grammars made to exhaust the worker: each fails or ends, alone.</summary>
public sealed class HostileGrammarTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "deeper than 32", "root ::= " + new string('(', 60_000) },
        { "repeats one item", "root ::= \"a\"" + new string('*', 60_000) },
        { "multiply", "root ::= \"a\"{100}{100}{100}" },
        { "begins with itself", string.Join('\n', Enumerable.Range(0, 1000).Select(i => $"r{i} ::= r{i + 1}? r{i + 1}?")) + "\nr1000 ::= root?\nroot ::= r0" },
        { "too ambiguous", "root ::= r0 \"x\"\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => $"r{i} ::= r{i + 1} \"a\" | r{i + 1} \"b\"")) + "\nr40 ::= \"c\"" },
        { "too ambiguous", "root ::= (([a-z]{0,100}){0,100})" },
        { "nests the grammar's rules deeper", string.Join('\n', Enumerable.Range(0, 1022).Select(i => $"r{i} ::= r{i + 1} r{i + 1}")) + "\nr1022 ::= \"a\" | \"b\" r1022 \"c\"\nroot ::= \"d\" root \"d\" | r0" },
        { "nests the grammar's rules deeper", "root ::= \"a\" root \"b\"" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_refused_and_the_worker_goes_on(string reason, string grammar)
    {
        var failure = await tiny.FailureAsync(Request(grammar, maxTokens: 1500));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
        await AssertAliveAsync();
    }

    [Theory]
    [InlineData("root ::= (((\"a\"*)*)*)*")]
    [InlineData("root ::= ((\"a\"+)+)+ \"x\"")]
    [InlineData("root ::= (\"a\" | \"a\" | \"aa\")* \"b\"")]
    [InlineData("root ::= [a-z]{9000,10000}")]
    [InlineData("root ::= \"a\" root \"\"")]
    [InlineData("root ::= s s s s s s s s\ns ::= [ab]* | \"a\"* \"b\"*")]
    public async Task It_costs_little_and_the_worker_goes_on(string grammar)
    {
        var answer = await tiny.CompleteAsync(Request(grammar, maxTokens: 200));

        Assert.NotEqual(FinishReason.Unspecified, answer.Finished.Reason);
        await AssertAliveAsync();
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_a_generation_leaves_those_beside_it_alone()
    {
        using var beside = tiny.Worker.Generation.Generate(Requests.EndlessText(maxTokens: 1500));
        Assert.True(await beside.ResponseStream.MoveNext());

        await tiny.FailureAsync(Request("root ::= \"a\" root \"b\"", maxTokens: 1500));

        Assert.Equal(1500, (await beside.ResponseStream.ReadAllAsync().LastAsync()).Finished.CompletionTokens);
    }

    [Fact]
    public async Task A_source_of_one_letter_repeated_is_walked_to_its_end()
    {
        var request = Request("root ::= @source", maxTokens: 50);
        request.SpanSources.Add(new SpanSource { Name = "source", Text = new string('a', 250_000), Unit = SpanUnit.Characters });

        var answer = await tiny.CompleteAsync(request);

        Assert.Matches("^a+$", answer.Text);
    }

    [Fact]
    public async Task Sources_by_characters_that_would_take_the_workers_memory_are_refused()
    {
        var request = Request("root ::= @source", maxTokens: 50);
        request.SpanSources.Add(new SpanSource { Name = "source", Text = new string('a', 270_000), Unit = SpanUnit.Characters });

        Assert.Contains("256 Ki characters", (await tiny.FailureAsync(request)).Detail, StringComparison.Ordinal);
    }

    async Task AssertAliveAsync() => Assert.True((await tiny.CompleteAsync(Requests.Text("still there"))).Finished.CompletionTokens > 0);

    static GenerateRequest Request(string grammar, int maxTokens)
    {
        var request = Requests.Text("x", maxTokens);
        request.Grammar = grammar;
        return request;
    }
}
