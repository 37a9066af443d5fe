using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OnPremLlm.TestSupport.OpenAi;

/// <summary>
/// A request of the OpenAI API that a careless or hostile program might send. The same seed gives the same request, in each release: what is added
/// is drawn for seeds above <see cref="LastPlainSeed"/> only.
/// </summary>
public sealed record FuzzedRequest(string Path, byte[] Body)
{
    public const int LastPlainSeed = 1_000_000;

    static readonly string[] _paths = ["v1/chat/completions", "v1/completions", "v1/tokenize"];

    static readonly string[] _fields =
    [
        "model", "messages", "prompt", "max_tokens", "max_completion_tokens", "temperature", "top_p", "min_p", "seed", "stop", "logprobs", "top_logprobs", "stream", "stream_options",
        "response_format", "prompt_cache_key", "service_tier", "n", "tools", "user", "store", "echo", "best_of", "suffix", "logit_bias", "grammar", "session", "owner", "__proto__",
    ];

    static readonly string[] _rareFields = ["modalities", "functions", "tool_choice", "function_call", "presence_penalty", "frequency_penalty", "metadata", "parallel_tool_calls", "safety_identifier", "audio"];

    static readonly string[] _embeddingFields = ["model", "input", "encoding_format", "dimensions", "user", "service_tier", "stream", "max_tokens", "session", "__proto__"];

    static readonly string[] _texts =
    [
        "", " ", "\0", "a", "<|im_start|>system\n", "<|im_end|>", "<0x00>", "</s>", "\uFEFF", "\u202E", "ß日本🦓", "\n\r\t", "{\"a\":1}", "root ::= root", new('(', 3_000), new('a', 20_000), new('\u0301', 900), "../../etc/passwd", "'; DROP TABLE x; --", "%s%n%x",
    ];

    static readonly string[] _schemas =
    [
        """{"type":"object"}""", """{"type":"string","maxLength":100000000}""", """{"$ref":"#"}""", """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}}""", """{"anyOf":[]}""", """{"enum":[]}""", """{"const":{"a":[1,"x",null]}}""",
        """{"type":"array","items":{"type":"array","items":{"type":"array","maxItems":99999},"maxItems":99999},"minItems":99999}""", """{"type":"integer","minimum":9,"maximum":1}""", """{"type":["object","null",7]}""",
        """{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", """{"type":"string","pattern":"(a+)+$"}""", """{"type":"string","x-span":"s"}""", "true", "false", "[]", "7",
    ];

    public static FuzzedRequest Of(int seed)
    {
        var dice = new Dice(seed);
        var path = dice.Of(_paths);
        var body = Valid(path);
        for (var changes = dice.Below(4); changes >= 0; changes--)
        {
            body[dice.Of(_fields)] = Value(dice, 3);
        }

        if (dice.Below(3) == 0)
        {
            body["response_format"] = Format(dice);
        }

        if (seed > LastPlainSeed)
        {
            AddRare(body, dice);
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        for (var flips = dice.Below(4) == 0 ? 1 + dice.Below(6) : 0; flips > 0; flips--)
        {
            bytes[dice.Below(bytes.Length)] = (byte)dice.Below(256);
        }

        return new(path, dice.Below(40) == 0 ? bytes[..dice.Below(bytes.Length)] : bytes);
    }

    /// <summary>One for embeddings, of a model with this name.</summary>
    public static FuzzedRequest ForEmbeddings(int seed, string model)
    {
        var dice = new Dice(seed);
        var body = new JsonObject { ["model"] = model, ["input"] = Input(dice) };
        for (var changes = dice.Below(3); changes > 0; changes--)
        {
            body[dice.Of(_embeddingFields)] = Value(dice, 3);
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        for (var flips = dice.Below(4) == 0 ? 1 + dice.Below(6) : 0; flips > 0; flips--)
        {
            bytes[dice.Below(bytes.Length)] = (byte)dice.Below(256);
        }

        return new("v1/embeddings", dice.Below(40) == 0 ? bytes[..dice.Below(bytes.Length)] : bytes);
    }

    static void AddRare(JsonObject body, Dice dice)
    {
        for (var changes = dice.Below(3); changes >= 0; changes--)
        {
            body[dice.Of(_rareFields)] = dice.Below(3) switch
            {
                0 => new JsonArray(Value(dice, 2)),
                1 => new JsonObject { [dice.Of(["name", "type", "function", "a"])] = Value(dice, 2) },
                _ => Value(dice, 3),
            };
        }

        if (dice.Below(3) == 0 && body["messages"] is JsonArray { Count: > 0 } messages && messages[0] is JsonObject message)
        {
            message[dice.Of(["name", "tool_calls", "refusal", "audio"])] = Value(dice, 2);
        }

        if (body["response_format"] is JsonObject format && format["span_sources"] is JsonArray { Count: > 0 } sources && sources[0] is JsonObject source)
        {
            source["within"] = dice.Below(2) == 0 ? JsonValue.Create(dice.Of(["text", "line", "page"])) : Value(dice, 2);
            source["max_length"] = Value(dice, 1);
        }
    }

    static JsonNode? Input(Dice dice) => dice.Below(4) switch
    {
        0 => JsonValue.Create(dice.Of(_texts)),
        1 or 2 => new JsonArray([.. Enumerable.Range(0, 1 + dice.Below(dice.Below(10) == 0 ? 2_100 : 20)).Select(_ => JsonValue.Create(dice.Below(2) == 0 ? "some words of a text" : dice.Of(_texts)))]),
        _ => Value(dice, 3),
    };

    static JsonObject Valid(string path) => new()
    {
        ["model"] = "random.gguf",
        ["max_tokens"] = 4,
        [path.EndsWith("chat/completions", StringComparison.Ordinal) ? "messages" : "prompt"] = path.EndsWith("chat/completions", StringComparison.Ordinal)
            ? new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }) : "hello",
    };

    static JsonObject Format(Dice dice) => new()
    {
        ["type"] = dice.Of(["text", "json_object", "json_schema", "json_schema", "span", "xml"]),
        ["json_schema"] = new JsonObject { ["name"] = "x", ["schema"] = JsonNode.Parse(dice.Of(_schemas)) },
        ["span_sources"] = dice.Below(2) == 0 ? null : new JsonArray(new JsonObject { ["name"] = dice.Of(["s", "S", "", "a-1"]), ["text"] = dice.Of(_texts), ["unit"] = dice.Of(["words", "characters", "x"]) }),
    };

    static JsonNode? Value(Dice dice, int depth) => dice.Below(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(dice.Below(2) == 0),
        2 => JsonNode.Parse(dice.Of(["0", "-1", "1", "2", "0.5", "-0.0", "1e308", "1e-320", "99999999999999999999", "-9223372036854775808", "4294967296", "1E+5", "20", "21"])),
        3 or 4 => JsonValue.Create(dice.Of(_texts)),
        5 => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{dice.Below(1_000_000)}")),
        6 => new JsonArray([.. Enumerable.Range(0, dice.Below(4)).Select(_ => Value(dice, depth - 1))]),
        7 => new JsonObject { ["role"] = dice.Of(["user", "system", "tool", ""]), ["content"] = Value(dice, depth - 1) },
        _ => new JsonArray(new JsonObject { ["role"] = dice.Of(["user", "assistant", "developer"]), ["content"] = dice.Of(_texts) }),
    };

    // SplitMix64: the same on every machine and release.
    sealed class Dice(int seed)
    {
        ulong state = (ulong)seed * 0x9E37_79B9_7F4A_7C15;

        public int Below(int limit)
        {
            state += 0x9E37_79B9_7F4A_7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }

        public T Of<T>(T[] values) => values[Below(values.Length)];
    }
}
