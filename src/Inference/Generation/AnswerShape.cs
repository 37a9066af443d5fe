using System.Text.Json;
using OnPremLlm.Inference.Structured;

namespace OnPremLlm.Inference;

/// <summary>
/// What an answer is held to. Engines here take the grammar; an engine on another server takes no grammars, and is sent what the grammar was made
/// from. A grammar that was written by hand can therefore not be sent there.
/// </summary>
public sealed record AnswerShape
{
    AnswerShape(AnswerKind kind, string grammar, string? schema = null) => (Kind, Grammar, Schema) = (kind, grammar, schema);

    /// <summary>What <see cref="Grammar"/> was made from.</summary>
    public AnswerKind Kind { get; }

    /// <summary>GBNF with the rule "root"; <c>@name</c> stands for any exact span of the request's source of that name.</summary>
    public string Grammar { get; }

    /// <summary>The schema's JSON where <see cref="Kind"/> is <see cref="AnswerKind.JsonSchema"/>; otherwise null.</summary>
    public string? Schema { get; }

    /// <summary>Any JSON object.</summary>
    public static AnswerShape AnyJsonObject { get; } = new(AnswerKind.JsonObject, JsonSchemaGrammar.AnyObject);

    /// <summary>JSON under a schema, in which <c>x-span</c> may name the sources; see <see cref="JsonSchemaGrammar"/>.</summary>
    /// <exception cref="JsonSchemaException">The schema is too large, contradicts itself, or says something that is not supported.</exception>
    public static AnswerShape OfSchema(JsonElement schema, params IReadOnlyList<string> spanSources) =>
        new(AnswerKind.JsonSchema, JsonSchemaGrammar.Compile(schema, spanSources), schema.GetRawText());

    /// <summary>The whole answer is one exact span of the source of that name.</summary>
    public static AnswerShape Quotation(string source) => new(AnswerKind.Quotation, $"root ::= @{source}");

    /// <summary>A grammar that was written by hand.</summary>
    public static AnswerShape OfGrammar(string gbnf) => new(AnswerKind.Grammar, gbnf);
}

/// <summary>Where the grammar of an <see cref="AnswerShape"/> comes from.</summary>
public enum AnswerKind
{
    /// <summary>Nothing but GBNF says what is meant.</summary>
    Grammar,
    JsonObject,
    JsonSchema,
    Quotation,
}
