using System.Text.Json;
using OnPremLlm.Inference.Structured;

namespace OnPremLlm.Inference.Tests.Structured;

public class Schemas_that_are_refused
{
    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        // place, what the message says, schema
        { "", "must be an object or true", "5" },
        { "", "allows nothing", "false" },
        { "/type", "is none of object", """{"type":"text"}""" },
        { "", "\"pattern\", which is not supported", """{"type":"string","pattern":"a+"}""" },
        { "/properties/dose", "\"multipleOf\", which is not supported", """{"type":"object","properties":{"dose":{"type":"integer","multipleOf":5}}}""" },
        { "", "does not go with type string", """{"type":"string","minItems":1}""" },
        { "", "does not go with type number", """{"type":"number","minimum":1}""" },
        { "", "\"properties\" beside \"anyOf\"", """{"anyOf":[{"type":"string"}],"properties":{}}""" },
        { "", "\"not\", which is not supported", """{"not":{"type":"string"}}""" },
        { "/anyOf", "at least one element", """{"anyOf":[]}""" },
        { "/enum", "at least one element", """{"enum":[]}""" },
        { "/enum/1", "is not of type string", """{"type":"string","enum":["a",1]}""" },
        { "/$ref", "another document", """{"$ref":"https://example.org/schema.json"}""" },
        { "/$ref", "does not have", """{"$ref":"#/$defs/gone"}""" },
        { "", "leads back to itself", """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""" },
        { "", "leads back to itself", """{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/a"}]}}}""" },
        { "", "without end", """{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{"next":{"$ref":"#/$defs/a"}},"required":["next"]}}}""" },
        { "", "neither declares nor allows", """{"type":"object","properties":{},"required":["x"],"additionalProperties":false}""" },
        { "", "between its minimum and its maximum", """{"type":"integer","minimum":5,"maximum":4}""" },
        { "/minimum", "18 digits", """{"type":"integer","minimum":1000000000000000000}""" },
        { "/maxLength", "from 0 to 2,000", """{"type":"string","maxLength":100000}""" },
        { "", "below its minItems", """{"type":"array","minItems":3,"maxItems":2}""" },
        { "", "several types and no", """{"minItems":3,"minLength":2}""" },
        { "/format", "Allowed: date", """{"type":"string","format":"email"}""" },
        { "/properties", "must be an object", """{"type":"object","properties":[]}""" },
        { "/properties", "a name twice", """{"type":"object","properties":{"a":true,"a":true}}""" },
        { "", "shorter tuples", """{"type":"array","prefixItems":[{"type":"string"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Say_where_and_why(string pointer, string says, string schema)
    {
        var refusal = Assert.Throws<JsonSchemaException>(() => Compile(schema));
        Assert.Equal(pointer, refusal.Pointer);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Hostile { get; } = new()
    {
        { "64 KiB", $$"""{"description":"{{new string('x', 70_000)}}"}""" },
        { "nested deeper than 32", string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 60)) + "true" + new string('}', 60) },
        { "more than 500 schemas", $$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("{}", 600))}}]}""" },
        { "all enums to more than 1,000", $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 1001))}}]}""" },
        { "all schemas to more than 15,000", $$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("""{"type":"string","maxLength":2000}""", 8))}}]}""" },
        { "grammar rules", "{\"type\":\"object\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 400).Select(i => $"\"p{i}\":{{\"type\":\"array\"}}")) + "}}" },
        { "grammar of more than 60 KiB", "{\"enum\":[\"" + string.Concat(Enumerable.Repeat("\\\"", 20_000)) + "\"]}" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Are_told_their_limit(string says, string schema) =>
        Assert.Contains(says, Assert.Throws<JsonSchemaException>(() => Compile(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void That_multiply_their_references_stay_small()
    {
        // 2^20 uses of one definition: each is read once.
        var definitions = string.Join(',', Enumerable.Range(1, 20).Select(i =>
            $"\"d{i}\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"$ref\":\"#/$defs/d{i - 1}\"}},\"b\":{{\"$ref\":\"#/$defs/d{i - 1}\"}}}}}}"));
        Assert.InRange(Compile("{\"$ref\":\"#/$defs/d20\",\"$defs\":{\"d0\":{\"type\":\"null\"}," + definitions + "}}").Length, 1, 10_000);
    }

    static string Compile(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonSchemaGrammar.Compile(document.RootElement);
    }
}
