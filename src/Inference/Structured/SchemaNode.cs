using System.Text.Json;

namespace OnPremLlm.Inference.Structured;

/// <summary>A schema or a value in it, with its place as a JSON Pointer for messages.</summary>
internal readonly record struct SchemaNode(JsonElement Value, string Pointer)
{
    const int LongestPointer = 200;

    public SchemaNode Child(string name, JsonElement value)
    {
        var pointer = $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        return new(value, pointer.Length > LongestPointer ? pointer[..LongestPointer] + "…" : pointer);
    }

    /// <summary>The keyword's value; null where the schema does not have it.</summary>
    public SchemaNode? Find(string keyword) => Value.TryGetProperty(keyword, out var value) ? Child(keyword, value) : null;

    public JsonSchemaException Refuse(string problem) => new(Pointer, problem);

    /// <summary>The elements of an array of at least one.</summary>
    public IReadOnlyList<SchemaNode> Elements()
    {
        var node = this;
        return Value.ValueKind is JsonValueKind.Array && Value.GetArrayLength() > 0
            ? [.. Value.EnumerateArray().Select((element, i) => node.Child($"{i}", element))]
            : throw Refuse("must be an array with at least one element.");
    }

    /// <summary>The members of an object, in order; a name that comes twice is refused.</summary>
    public IReadOnlyList<(string Name, SchemaNode Node)> Members()
    {
        if (Value.ValueKind is not JsonValueKind.Object)
        {
            throw Refuse("must be an object.");
        }

        var node = this;
        List<(string Name, SchemaNode Node)> members = [.. Value.EnumerateObject().Select(member => (member.Name, node.Child(member.Name, member.Value)))];
        return members.DistinctBy(member => member.Name).Count() == members.Count ? members : throw Refuse("has a name twice.");
    }

    public string Text() => Value.ValueKind is JsonValueKind.String ? Value.GetString() ?? "" : throw Refuse("must be a string.");

    /// <summary>A count from 0 to <paramref name="most"/>.</summary>
    public int Count(int most) => Value.ValueKind is JsonValueKind.Number && Value.TryGetInt32(out var count) && count >= 0 && count <= most
        ? count
        : throw Refuse($"must be a whole number from 0 to {most:N0}.");

    public long Integer() => Value.ValueKind is JsonValueKind.Number && Value.TryGetInt64(out var number) && Math.Abs((decimal)number) < 1_000_000_000_000_000_000
        ? number
        : throw Refuse("must be a whole number of at most 18 digits.");
}
