using System.Text.Json;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// Reads the fields of one JSON object and knows which were asked for, so that what nobody asked for is refused by name. A field that is null
/// counts as absent. <paramref name="path"/> names the object in messages: "" for the request, "response_format", "messages[0]" …
/// </summary>
internal sealed class RequestFields(JsonElement element, string path)
{
    readonly HashSet<string> _known = [];

    public static RequestFields Of(JsonElement element, string path) => element.ValueKind is JsonValueKind.Object
        ? new(element, path)
        : throw OpenAiException.Invalid(path, $"{(path.Length == 0 ? "The request" : $"\"{path}\"")} must be a JSON object.");

    public string NameOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    /// <summary>The field's value; null where it is absent or null.</summary>
    public JsonElement? Find(string field)
    {
        _known.Add(field);
        return element.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
    }

    public RequestFields? Object(string field) => Find(field) is { } value ? Of(value, NameOf(field)) : null;

    public string? Text(string field) => Find(field) is { } value ? TextOf(value, NameOf(field)) : null;

    public bool Flag(string field) => Find(field) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw OpenAiException.Invalid(NameOf(field), $"\"{NameOf(field)}\" must be true or false."),
    };

    /// <summary>A whole number within the bounds, both inclusive.</summary>
    public long? Integer(string field, long least, long most) => Find(field) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most ? number
        : throw OpenAiException.Invalid(NameOf(field), $"\"{NameOf(field)}\" must be a whole number from {least} to {most}.");

    /// <summary>A number within the bounds, both inclusive.</summary>
    public double? Number(string field, double least, double most) => Find(field) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most ? number
        : throw OpenAiException.Invalid(NameOf(field), FormattableString.Invariant($"\"{NameOf(field)}\" must be a number from {least} to {most}."));

    /// <summary>Which requests of the clinic go first: <c>service_tier</c>.</summary>
    public RequestPriority Priority() => Text("service_tier") switch
    {
        null or "auto" or "default" => RequestPriority.Interactive,
        "flex" => RequestPriority.Batch,
        _ => throw OpenAiException.Unsupported("service_tier", "Only auto, default and flex are; flex lets other requests of the clinic go first."),
    };

    /// <summary>Fields that change nothing about an answer: they may be there.</summary>
    public void Ignore(params IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            _known.Add(field);
        }
    }

    /// <summary>A field that is only allowed with the value that means "not used".</summary>
    public void Neutral(string field, Func<JsonElement, bool> isNeutral, string advice)
    {
        if (Find(field) is { } value && !isNeutral(value))
        {
            throw OpenAiException.Unsupported(NameOf(field), advice);
        }
    }

    /// <summary>To be called last: what was not asked for is refused.</summary>
    public void RefuseOthers()
    {
        foreach (var member in element.EnumerateObject().Where(member => !_known.Contains(member.Name) && member.Value.ValueKind is not JsonValueKind.Null))
        {
            // A name comes from the client: nothing but a plain one is repeated.
            var name = member.Name is { Length: > 0 and <= 64 } plain && plain.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? plain : "a field";
            throw OpenAiException.Unsupported(name == "a field" ? NameOf("?") : NameOf(name), "Leave it out; docs/developer.md lists what this API takes.");
        }
    }

    public static string TextOf(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.String && value.GetString() is { } text ? text : throw OpenAiException.Invalid(name, $"\"{name}\" must be a string.");
}
