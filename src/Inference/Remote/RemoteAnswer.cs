using System.Text;
using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>Puts the chunks of a streamed answer together, of a chat or of a text.</summary>
internal sealed class RemoteAnswer(RemoteEngine engine, TimeProvider time)
{
    readonly long _sent = time.GetTimestamp();
    long? _begun;
    FinishReason? _reason;
    GenerationUpdate.Started? _prompt;
    int _tokens;

    /// <summary>The answer is whole.</summary>
    public bool IsComplete => _reason is not null && _prompt is not null;

    /// <summary>What one event brings. An error in it is thrown.</summary>
    public IReadOnlyList<GenerationUpdate> Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var chunk = JsonDocument.Parse(data);
            return Read(chunk.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or IndexOutOfRangeException)
        {
            throw RemoteFailures.Unreadable(engine);
        }
    }

    /// <summary>Times are as they were measured here: the way there and back is in them.</summary>
    public GenerationUpdate.Finished Finish() => _reason is { } reason && _prompt is { } prompt && _begun is { } begun
        ? new(reason, _tokens, time.GetElapsedTime(_sent, begun), time.GetElapsedTime(begun)) { Prompt = prompt }
        : throw (_reason is null ? RemoteFailures.Incomplete(engine) : RemoteFailures.Unreadable(engine));

    List<GenerationUpdate> Read(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null)
        {
            throw RemoteFailures.OfEvent(engine, error);
        }

        List<GenerationUpdate> updates = [];
        if (_begun is null)
        {
            _begun = time.GetTimestamp();
            updates.Add(new GenerationUpdate.Started(0, 0));
        }

        if (Find(chunk, "usage") is { } usage)
        {
            ReadUsage(usage);
        }

        if (Find(chunk, "choices") is { } choices && choices.GetArrayLength() > 0)
        {
            ReadChoice(choices[0], updates);
        }

        return updates;
    }

    void ReadUsage(JsonElement usage)
    {
        var (prompt, cached) = (Count(usage.GetProperty("prompt_tokens")), Find(usage, "prompt_tokens_details") is { } details && Find(details, "cached_tokens") is { } count ? Count(count) : 0);
        _prompt = new(prompt, Math.Min(prompt, cached));
        _tokens = Find(usage, "completion_tokens") is { } completion ? Count(completion) : 0;
    }

    void ReadChoice(JsonElement choice, List<GenerationUpdate> updates)
    {
        var text = Find(choice, "delta") is { } delta ? Find(delta, "content") : Find(choice, "text");
        if (text?.GetString() is { Length: > 0 } piece)
        {
            updates.Add(new GenerationUpdate.Text(piece));
        }

        if (Find(choice, "logprobs") is { } logProbs && LogProbs(logProbs) is { Count: > 0 } tokens)
        {
            updates.Add(new GenerationUpdate.LogProbs(tokens));
        }

        if (Find(choice, "finish_reason") is { } reason)
        {
            _reason = reason.ValueEquals("stop"u8) ? FinishReason.Stop
                : reason.ValueEquals("length"u8) ? FinishReason.Length
                : throw new InferenceException(InferenceFailure.WorkerFailed, $"The remote engine {engine.Address.Server} ended its answer for another reason than its end or the limit of tokens. Look at its own filters.");
        }
    }

    static List<TokenLogProb> LogProbs(JsonElement logProbs) =>
        Find(logProbs, "content") is { } chat ? [.. chat.EnumerateArray().Select(OfChat)]
        : Find(logProbs, "tokens") is { } tokens ? OfText(logProbs, tokens) : [];

    static TokenLogProb OfChat(JsonElement token) => new(
        BytesOf(token), Number(token.GetProperty("logprob")), [.. Find(token, "top_logprobs")?.EnumerateArray().Select(top => new TokenLogProb(BytesOf(top), Number(top.GetProperty("logprob")), [])) ?? []]);

    static byte[] BytesOf(JsonElement token) =>
        Find(token, "bytes") is { } bytes ? [.. bytes.EnumerateArray().Select(value => value.GetByte())] : Encoding.UTF8.GetBytes(token.GetProperty("token").GetString() ?? "");

    static List<TokenLogProb> OfText(JsonElement logProbs, JsonElement tokens)
    {
        var (chances, tops) = (logProbs.GetProperty("token_logprobs"), Find(logProbs, "top_logprobs"));
        return [.. tokens.EnumerateArray().Select((token, i) => new TokenLogProb(Encoding.UTF8.GetBytes(token.GetString() ?? ""), Number(chances[i]), Tops(tops, i)))];
    }

    static IReadOnlyList<TokenLogProb> Tops(JsonElement? all, int index) => all is { } tops && tops[index] is { ValueKind: JsonValueKind.Object } here
        ? [.. here.EnumerateObject().Select(top => new TokenLogProb(Encoding.UTF8.GetBytes(top.Name), Number(top.Value), [])).OrderByDescending(top => top.LogProb)]
        : [];

    static int Count(JsonElement value) => value.GetInt32() is >= 0 and var count ? count : throw new FormatException();

    // 1e999 reads as infinity, which no JSON can be written with again.
    static float Number(JsonElement value) => value.GetSingle() is var number && float.IsFinite(number) ? number : throw new FormatException();

    // Null where it is missing and where it is null.
    static JsonElement? Find(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
