namespace OnPremLlm.Inference.Structured;

/// <summary>
/// A schema that cannot be used. The message names the place as a JSON Pointer into the schema, what is wrong and what is allowed; property names
/// and values of the schema are in it only as far as the pointer names them.
/// </summary>
public sealed class JsonSchemaException(string pointer, string problem) : Exception($"{(pointer.Length == 0 ? "The schema" : $"The schema at {pointer}")} {problem}")
{
    /// <summary>JSON Pointer (RFC 6901) to the place; empty for the whole schema.</summary>
    public string Pointer { get; } = pointer;
}
