using System.Text;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>Log-probabilities: of which tokens, how many, and that they are the model's own.</summary>
public sealed class LogProbTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    [Fact]
    public async Task Every_token_is_told_with_the_likeliest_beside_it()
    {
        var (text, tokens) = await ToldAsync(Request(maxTokens: 30, top: 5));

        Assert.Equal(30, tokens.Count);
        Assert.Equal(text, Text(tokens));
        Assert.All(tokens, token =>
        {
            Assert.Equal(5, token.Top.Count);
            Assert.Equal(token.Top.OrderByDescending(other => other.LogProb), token.Top);
            Assert.InRange(token.Top.Sum(other => Math.Exp(other.LogProb)), 0, 1.0001);
            Assert.Equal((token.Token, token.LogProb), (token.Top[0].Token, token.Top[0].LogProb)); // greedy
        });
    }

    [Fact]
    public async Task They_are_the_same_whatever_temperature_and_grammar_make_of_them()
    {
        var free = (await ToldAsync(Request(maxTokens: 1, top: 20))).Tokens[0];
        var hot = Request(maxTokens: 1, top: 20);
        (hot.Temperature, hot.TopP, hot.Seed, hot.Grammar) = (2, 0.7f, 3, "root ::= \"q\" .*");

        var held = (await ToldAsync(hot)).Tokens[0];

        Assert.Equal(free.Top, held.Top);
        Assert.Equal("q", held.Token.ToStringUtf8()[..1]);
        Assert.True(held.LogProb < free.Top[0].LogProb);
    }

    [Fact]
    public async Task The_likeliest_weigh_more_than_their_number()
    {
        var likeliest = (await ToldAsync(Request(maxTokens: 1, top: 20))).Tokens[0].Top;

        Assert.InRange(likeliest.Sum(token => Math.Exp(token.LogProb)), 20.0 / 512, 1.0001); // of a vocabulary of 512
    }

    [Fact]
    public async Task Zero_tells_the_tokens_alone_and_none_is_told_unasked()
    {
        var (_, alone) = await ToldAsync(Request(maxTokens: 5, top: 0));
        var (_, none) = await ToldAsync(Requests.Text("x", maxTokens: 5));

        Assert.Equal(5, alone.Count);
        Assert.All(alone, token => Assert.Empty(token.Top));
        Assert.Empty(none);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(21)]
    public async Task More_than_20_or_less_than_none_is_an_invalid_argument(int top) =>
        Assert.Equal(StatusCode.InvalidArgument, (await tiny.FailureAsync(Request(maxTokens: 1, top))).StatusCode);

    [Fact]
    public async Task Tokens_of_a_withheld_stop_string_are_not_told()
    {
        var request = Request(maxTokens: 60, top: 0);
        request.Grammar = "root ::= \"one two three four five\"";
        request.Stop.Add("three");

        var (text, tokens) = await ToldAsync(request);

        Assert.Equal("one two ", text);
        Assert.StartsWith(Text(tokens), text, StringComparison.Ordinal);
        Assert.InRange(Text(tokens).Length, "one two".Length - 1, text.Length); // the token that reaches into the stop string is withheld whole
    }

    [Fact]
    public async Task Tokens_follow_the_text_that_they_are_part_of()
    {
        var request = Request(maxTokens: 60, top: 0);
        request.Grammar = "root ::= \"日本 😀 ü one two three\"";
        request.Stop.Add("tx"); // so that every t is held back for a while

        using var call = tiny.Worker.Generation.Generate(request);
        var (text, told) = ("", "");
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            text += message.Text;
            told += message.LogProbs is { } tokens ? Text(tokens.Tokens) : "";
            Assert.StartsWith(told, text, StringComparison.Ordinal);
        }

        Assert.Equal("日本 😀 ü one two three", told);
    }

    async Task<(string Text, List<TokenLogProb> Tokens)> ToldAsync(GenerateRequest request)
    {
        using var call = tiny.Worker.Generation.Generate(request);
        var messages = await call.ResponseStream.ReadAllAsync().ToListAsync();
        return (string.Concat(messages.Select(message => message.Text)), [.. messages.SelectMany(message => message.LogProbs?.Tokens ?? [])]);
    }

    static GenerateRequest Request(int maxTokens, int top)
    {
        var request = Requests.Text("tell", maxTokens);
        request.TopLogProbs = top;
        return request;
    }

    static string Text(IEnumerable<TokenLogProb> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => token.Token)]);
}
