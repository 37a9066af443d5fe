using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>POST /v1/embeddings: a vector for each text; texts and vectors are stored nowhere.</summary>
internal static class EmbeddingsEndpoint
{
    const int MostTexts = 2_048;

    public static async Task HandleAsync(ApiCaller caller, HttpContext context, ApiModels models, CancellationToken ct)
    {
        var asked = await RequestBody.ReadAsync(context, Read, ct);
        var (model, owner) = (models.Find(caller, asked.Model), ApiModels.OwnerOf(caller));
        if (asked.Dimensions is { } dimensions && await model.DescribeAsync(owner, ct) is { EmbeddingSize: > 0 and var size } && size != dimensions)
        {
            throw OpenAiException.Unsupported("dimensions", $"The vectors of this model have {size} numbers, and shorter ones would mean something else. Leave it out.");
        }

        var answer = await model.EmbedAsync(owner, asked.Request, ct);
        var list = new EmbeddingList
        {
            Data = [.. answer.Vectors.Select((vector, index) => new EmbeddingItem { Index = index, Embedding = new(vector, asked.IsBase64) })],
            Model = asked.Model,
            Usage = new() { PromptTokens = answer.Tokens },
        };
        await context.Response.WriteAsJsonAsync(list, OpenAiJson.Plain.EmbeddingList, contentType: null, ct);
    }

    static Asked Read(JsonElement body)
    {
        var fields = RequestFields.Of(body, "");
        var model = fields.Text("model") ?? throw OpenAiException.Invalid("model", "\"model\" is missing. GET /v1/models lists the models.", "missing_required_parameter");
        var texts = ReadTexts(fields.Find("input") ?? throw OpenAiException.Invalid("input", "\"input\" is missing. Send a string, or an array of strings.", "missing_required_parameter"));
        var isBase64 = fields.Text("encoding_format") switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw OpenAiException.Invalid("encoding_format", "\"encoding_format\" must be float or base64."),
        };
        var dimensions = (int?)fields.Integer("dimensions", 1, int.MaxValue);
        var priority = fields.Priority();
        fields.Ignore("user"); // neither stored nor logged
        fields.RefuseOthers();
        return new(model, new() { Texts = texts, Priority = priority }, isBase64, dimensions);
    }

    static IReadOnlyList<string> ReadTexts(JsonElement input)
    {
        IReadOnlyList<string> texts = input.ValueKind switch
        {
            JsonValueKind.String => [RequestFields.TextOf(input, "input")],
            JsonValueKind.Array when input.GetArrayLength() is > 0 and <= MostTexts => [.. input.EnumerateArray().Select(TextAt)],
            _ => throw OpenAiException.Invalid("input", $"\"input\" must be a string, or an array of 1 to {MostTexts} strings."),
        };
        return texts.All(text => text.Length > 0) ? texts : throw OpenAiException.Invalid("input", "A text of \"input\" is empty. Leave it out, or send some text.");
    }

    static string TextAt(JsonElement text, int index) => text.ValueKind is JsonValueKind.Number or JsonValueKind.Array
        ? throw OpenAiException.Unsupported("input", "Text is taken and tokens are not: their numbers mean something else to every model.")
        : RequestFields.TextOf(text, $"input[{index}]");

    sealed record Asked(string Model, EmbeddingRequest Request, bool IsBase64, int? Dimensions);
}

internal sealed record EmbeddingList
{
    public string Object { get; } = "list";

    public required IReadOnlyList<EmbeddingItem> Data { get; init; }

    public required string Model { get; init; }

    public required EmbeddingUsage Usage { get; init; }
}

internal sealed record EmbeddingItem
{
    public string Object { get; } = "embedding";

    public required int Index { get; init; }

    public required EmbeddingVector Embedding { get; init; }
}

internal sealed record EmbeddingUsage
{
    public required int PromptTokens { get; init; }

    public int TotalTokens => PromptTokens;
}

/// <summary>Written as an array of numbers, or as the base64 of little-endian 32-bit numbers.</summary>
[JsonConverter(typeof(EmbeddingVectorWriter))]
internal readonly record struct EmbeddingVector(ReadOnlyMemory<float> Numbers, bool IsBase64);

internal sealed class EmbeddingVectorWriter : JsonConverter<EmbeddingVector>
{
    public override EmbeddingVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Vectors are only written.");

    public override void Write(Utf8JsonWriter writer, EmbeddingVector value, JsonSerializerOptions options)
    {
        if (value.IsBase64)
        {
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.Numbers.Span));
            return;
        }

        writer.WriteStartArray();
        foreach (var number in value.Numbers.Span)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
