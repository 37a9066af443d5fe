using System.Text.Json;
using OnPremLlm.Inference.Structured;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests.Structured;

/// <summary>The real engine, at a temperature at which it says anything that it may.</summary>
public class Answers_under_a_schema
{
    const string Order = """
        {
          "type": "object",
          "properties": {
            "medicine": { "type": "string", "minLength": 1, "maxLength": 12 },
            "dose": { "type": "integer", "minimum": 5, "maximum": 250 },
            "unit": { "enum": ["mg", "µg", "\"tablets\""] },
            "since": { "type": "string", "format": "date" },
            "times": { "type": "array", "items": { "type": "string", "enum": ["morning", "noon", "night"] }, "minItems": 1, "maxItems": 3 },
            "prn": { "type": ["boolean", "null"] }
          },
          "required": ["dose", "unit", "times"],
          "additionalProperties": false
        }
        """;

    const string Tree = """
        { "$ref": "#/$defs/node", "$defs": { "node": { "type": "object", "properties": { "name": { "type": "string", "maxLength": 3 }, "children": { "type": "array", "items": { "$ref": "#/$defs/node" }, "maxItems": 2 } }, "required": ["name"] } } }
        """;

    [Fact]
    public async Task Are_valid_whatever_the_model_would_say()
    {
        await using var workers = new RealWorkers();
        var names = new HashSet<string>();
        for (var seed = 1u; seed <= 12; seed++)
        {
            using var order = await AnswerAsync(workers, Order, seed);
            AssertOrder(order.RootElement);
            names.UnionWith(order.RootElement.EnumerateObject().Select(member => member.Name));
        }

        Assert.Subset(new HashSet<string>(["medicine", "dose", "unit", "since", "times", "prn"]), names);
        Assert.True(names.Count > 3, "What is optional is never there.");
    }

    [Fact]
    public async Task May_contain_themselves_and_end()
    {
        await using var workers = new RealWorkers();
        using var tree = await AnswerAsync(workers, Tree, 3);
        AssertNode(tree.RootElement);
    }

    [Fact]
    public async Task May_be_any_object()
    {
        await using var workers = new RealWorkers();
        var text = await workers.Model.TextAsync(Owner, Requests.Of("Doctor: hello.", 40) with { Grammar = JsonSchemaGrammar.AnyObject });
        Assert.StartsWith("{", text, StringComparison.Ordinal);
    }

    static async Task<JsonDocument> AnswerAsync(RealWorkers workers, string schema, uint seed)
    {
        using var document = JsonDocument.Parse(schema);
        var request = Requests.Of("Doctor: hello.", 900) with { Grammar = JsonSchemaGrammar.Compile(document.RootElement), Temperature = 1.5f, Seed = seed };
        return JsonDocument.Parse(await workers.Model.TextAsync(Owner, request));
    }

    static void AssertOrder(JsonElement order)
    {
        Assert.InRange(order.GetProperty("dose").GetInt32(), 5, 250);
        Assert.Contains(order.GetProperty("unit").GetString(), (string[])["mg", "µg", "\"tablets\""]);
        Assert.InRange(order.GetProperty("times").GetArrayLength(), 1, 3);
        Assert.All(order.GetProperty("times").EnumerateArray(), time => Assert.Contains(time.GetString(), (string[])["morning", "noon", "night"]));
        if (order.TryGetProperty("medicine", out var medicine))
        {
            Assert.InRange(medicine.GetString()!.Length, 1, 12); // a string, by its schema
        }

        if (order.TryGetProperty("since", out var since))
        {
            Assert.Matches(@"^\d{4}-\d\d-\d\d$", since.GetString());
        }
    }

    static void AssertNode(JsonElement node)
    {
        Assert.InRange(node.GetProperty("name").GetString()!.Length, 0, 3); // a string, by its schema
        if (node.TryGetProperty("children", out var children))
        {
            Assert.InRange(children.GetArrayLength(), 0, 2);
            Assert.All(children.EnumerateArray(), AssertNode);
        }
    }
}
