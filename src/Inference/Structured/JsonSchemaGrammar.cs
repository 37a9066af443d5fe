using System.Text;
using System.Text.Json;

namespace OnPremLlm.Inference.Structured;

/// <summary>
/// Makes a GBNF grammar whose texts are JSON values that a JSON Schema (draft 2020-12) allows. Every text of the grammar is valid under the schema;
/// not every valid value can be written: properties come in the order in which the schema names them, properties that it does not name are left out
/// where it names any, and numbers have at most 18 digits. <c>oneOf</c> is taken as <c>anyOf</c>: its alternatives should exclude one another.
/// <para>
/// Supported: <c>type</c> (one or several), <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>prefixItems</c>,
/// <c>minItems</c>, <c>maxItems</c>, <c>enum</c>, <c>const</c>, <c>anyOf</c>, <c>oneOf</c>, <c>$ref</c> into <c>$defs</c> or <c>definitions</c> (also
/// recursive), <c>minLength</c>, <c>maxLength</c>, <c>format</c> (date, time, date-time, uuid), <c>minimum</c>, <c>maximum</c> and their exclusive forms
/// for integers. Annotations such as <c>description</c> are read over. Every other keyword is refused by name, because leaving it out would change
/// what the schema means.
/// </para>
/// </summary>
public static class JsonSchemaGrammar
{
    /// <summary>GBNF for any JSON object.</summary>
    public static string AnyObject { get; } = MakeAnyObject();

    /// <summary>The grammar of a schema. Thread-safe.</summary>
    /// <exception cref="JsonSchemaException">The schema is too large, contradicts itself, or says something that is not supported.</exception>
    public static string Compile(JsonElement schema, SchemaLimits? limits = null) => Compile(schema, [], limits);

    /// <summary>
    /// The same, where a string may be bound to exact quotations: <c>"x-span": "name"</c> becomes the terminal <c>@name</c>, in quotation marks, for a
    /// <see cref="SpanSource"/> of that name with <see cref="SpanEncoding.JsonString"/>. Only names in <paramref name="spanSources"/> are allowed.
    /// </summary>
    /// <exception cref="JsonSchemaException">As above.</exception>
    public static string Compile(JsonElement schema, IReadOnlyList<string> spanSources, SchemaLimits? limits = null)
    {
        var bounds = limits ?? SchemaLimits.Default;
        if (Encoding.UTF8.GetByteCount(schema.GetRawText()) > bounds.Bytes)
        {
            throw new JsonSchemaException("", $"is larger than {bounds.Bytes >> 10} KiB. Make it smaller.");
        }

        var rules = new GbnfRules();
        var root = new SchemaReader(schema, rules, bounds, spanSources).Read(new(schema, ""), 0);
        if (rules.HasCircle())
        {
            throw new JsonSchemaException("", "has a $ref or anyOf that leads back to itself before anything is written. Put it inside an object or array.");
        }

        if (!rules.CanEnd(root))
        {
            throw new JsonSchemaException("", "requires a value that contains itself without end. Make the property that recurs optional, or allow null or an empty array.");
        }

        if (rules.Count > bounds.Rules)
        {
            throw new JsonSchemaException("", $"needs {rules.Count:N0} grammar rules; {bounds.Rules:N0} are allowed. Use fewer optional properties or definitions.");
        }

        var grammar = rules.Write(root);
        return Encoding.UTF8.GetByteCount(grammar) <= bounds.GrammarBytes
            ? grammar
            : throw new JsonSchemaException("", $"needs a grammar of more than {bounds.GrammarBytes >> 10} KiB. Shorten its names, enums and constants.");
    }

    static string MakeAnyObject()
    {
        var rules = new GbnfRules();
        return rules.Write(rules.Shared("object"));
    }
}
