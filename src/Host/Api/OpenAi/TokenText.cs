using System.Text;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>Tokens with their log-probabilities as the API writes them. Bytes that are no whole characters read as U+FFFD in the text and as they are in bytes.</summary>
internal static class TokenText
{
    public static ChatLogprobs OfChat(IEnumerable<TokenLogProb> tokens) => new()
    {
        Content = [.. tokens.Select(token => new ChatToken { Token = Text(token), Logprob = token.LogProb, Bytes = Bytes(token), TopLogprobs = [.. token.Top.Select(Chance)] })],
    };

    /// <param name="offset">Characters of the completion before these tokens.</param>
    public static TextLogprobs OfText(IReadOnlyList<TokenLogProb> tokens, int offset)
    {
        var offsets = new List<int>();
        foreach (var token in tokens)
        {
            offsets.Add(offset);
            offset += Text(token).Length;
        }

        return new()
        {
            Tokens = [.. tokens.Select(Text)],
            TokenLogprobs = [.. tokens.Select(token => token.LogProb)],
            TopLogprobs = [.. tokens.Select(Alternatives)],
            TextOffset = offsets,
        };
    }

    // Two tokens may read alike (parts of characters): the likelier one stays.
    static Dictionary<string, float> Alternatives(TokenLogProb token) =>
        token.Top.GroupBy(Text).ToDictionary(same => same.Key, same => same.Max(alternative => alternative.LogProb));

    static TokenChance Chance(TokenLogProb token) => new() { Token = Text(token), Logprob = token.LogProb, Bytes = Bytes(token) };

    static string Text(TokenLogProb token) => Encoding.UTF8.GetString(token.Bytes.Span);

    static int[] Bytes(TokenLogProb token) => [.. token.Bytes.ToArray().Select(value => (int)value)];
}
