using System.Text.Json;
using OnPremLlm.Inference;
using OnPremLlm.Inference.Structured;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// What shape the answer is held to: <c>response_format</c> of the OpenAI API (text, json_object, json_schema) and this project's extension for
/// exact quotations: type "span", or <c>"x-span": "name"</c> at a string of a schema, with the texts in <c>span_sources</c>.
/// </summary>
internal sealed record ResponseFormat(AnswerShape? Shape, IReadOnlyList<SpanSource> Sources)
{
    const long LargestSources = 4 << 20;

    static readonly ResponseFormat _free = new(null, []);

    public static ResponseFormat Read(RequestFields request, IReadOnlyList<PromptMessage> messages)
    {
        if (request.Object("response_format") is not { } format)
        {
            return _free;
        }

        var read = format.Text("type") switch
        {
            "text" => _free,
            "json_object" => new(AnswerShape.AnyJsonObject, []),
            "json_schema" => ReadSchema(format, messages),
            "span" => ReadSpan(format, messages),
            _ => throw OpenAiException.Invalid(format.NameOf("type"), "\"response_format.type\" must be text, json_object, json_schema or span."),
        };
        format.RefuseOthers();
        return read;
    }

    static ResponseFormat ReadSchema(RequestFields format, IReadOnlyList<PromptMessage> messages)
    {
        var wrapper = format.Object("json_schema") ?? throw OpenAiException.Invalid("response_format.json_schema", "\"response_format.json_schema\" is missing.", "missing_required_parameter");
        wrapper.Ignore("name", "description", "strict"); // a grammar always holds an answer to its schema
        var schema = wrapper.Find("schema") ?? throw OpenAiException.Invalid(wrapper.NameOf("schema"), $"\"{wrapper.NameOf("schema")}\" is missing.", "missing_required_parameter");
        wrapper.RefuseOthers();
        var sources = ReadSources(format, messages, SpanEncoding.JsonString);
        try
        {
            return new(AnswerShape.OfSchema(schema, [.. sources.Select(source => source.Name)]), sources);
        }
        catch (JsonSchemaException refusal)
        {
            throw OpenAiException.Invalid(wrapper.NameOf("schema"), refusal.Message, "invalid_json_schema");
        }
    }

    static ResponseFormat ReadSpan(RequestFields format, IReadOnlyList<PromptMessage> messages)
    {
        var sources = ReadSources(format, messages, SpanEncoding.Raw);
        return sources.Count == 1
            ? new(AnswerShape.Quotation(sources[0].Name), sources)
            : throw OpenAiException.Invalid(format.NameOf("span_sources"), "A response format of type span needs exactly one of \"span_sources\".");
    }

    static IReadOnlyList<SpanSource> ReadSources(RequestFields format, IReadOnlyList<PromptMessage> messages, SpanEncoding encoding)
    {
        const int Most = 8;
        var name = format.NameOf("span_sources");
        if (format.Find("span_sources") is not { } list)
        {
            return [];
        }

        IReadOnlyList<SpanSource> sources = list.ValueKind is JsonValueKind.Array && list.GetArrayLength() is > 0 and <= Most
            ? [.. list.EnumerateArray().Select((source, index) => ReadSource(RequestFields.Of(source, $"{name}[{index}]"), messages, encoding))]
            : throw OpenAiException.Invalid(name, $"\"{name}\" must be an array of 1 to {Most} sources.");
        return sources.Sum(source => (long)System.Text.Encoding.UTF8.GetByteCount(source.Text)) <= LargestSources
            ? sources
            : throw OpenAiException.Invalid(name, $"The texts of \"{name}\" have more than {LargestSources >> 20} MiB together. Send shorter ones.");
    }

    static SpanSource ReadSource(RequestFields source, IReadOnlyList<PromptMessage> messages, SpanEncoding encoding)
    {
        var name = source.Text("name") ?? "";
        if (name.Length is 0 or > 64 || !char.IsAsciiLetterLower(name[0]) || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            throw OpenAiException.Invalid(source.NameOf("name"), $"\"{source.NameOf("name")}\" must be 1 to 64 of a–z, 0–9 and -, and begin with a letter.");
        }

        var message = source.Integer("message", 0, int.MaxValue);
        if (message >= messages.Count)
        {
            throw OpenAiException.Invalid(source.NameOf("message"), $"\"{source.NameOf("message")}\" counts messages from 0; there are {messages.Count}.");
        }

        var text = (source.Text("text"), message) switch
        {
            ({ } given, null) => given,
            (null, { } index) => messages[(int)index].Content,
            _ => throw OpenAiException.Invalid(source.NameOf("text"), $"\"{source.NameOf("text")}\" or \"message\" (the number of a message, from 0) must be given, and not both."),
        };
        if (!text.Any(char.IsLetterOrDigit))
        {
            var place = source.NameOf(message is null ? "text" : "message");
            throw OpenAiException.Invalid(place, $"\"{place}\" has no word that could be quoted.");
        }

        var unit = source.Text("unit") switch
        {
            null or "words" => SpanUnit.Words,
            "characters" => SpanUnit.Characters,
            "lines" => SpanUnit.Lines,
            _ => throw OpenAiException.Invalid(source.NameOf("unit"), $"\"{source.NameOf("unit")}\" must be words, characters or lines."),
        };
        var within = source.Text("within") switch
        {
            null or "text" => false,
            "line" => true,
            _ => throw OpenAiException.Invalid(source.NameOf("within"), $"\"{source.NameOf("within")}\" must be text or line."),
        };
        var longest = (int)(source.Integer("max_length", 1, int.MaxValue) ?? 0);
        source.RefuseOthers();
        return new(name, text, encoding, unit) { WithinLines = within, LongestCharacters = longest };
    }
}
