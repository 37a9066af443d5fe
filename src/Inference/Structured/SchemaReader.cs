using System.Text.Json;

namespace OnPremLlm.Inference.Structured;

/// <summary>Reads schemas into the rules of one grammar. One per compilation; not thread-safe.</summary>
internal sealed class SchemaReader(JsonElement document, GbnfRules rules, SchemaLimits limits, IReadOnlyList<string> spanSources)
{
    static readonly HashSet<string> _annotations =
        ["title", "description", "default", "examples", "$schema", "$id", "$comment", "deprecated", "readOnly", "writeOnly", "$defs", "definitions"];

    static readonly Dictionary<string, string> _formats = new()
    {
        ["date"] = """[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])""",
        ["time"] = """([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})? ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])""",
        ["uuid"] = """[0-9a-f]{8} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{12}""",
    };

    // Which keywords each type has of its own.
    static readonly Dictionary<string, string[]> _typeKeywords = new()
    {
        ["object"] = ["properties", "required", "additionalProperties"],
        ["array"] = ["items", "prefixItems", "minItems", "maxItems"],
        ["string"] = ["minLength", "maxLength", "format", "x-span"],
        ["integer"] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
        ["number"] = [],
        ["boolean"] = [],
        ["null"] = [],
    };

    // Longer than this, what follows a member is a rule of its own, so that no alternative repeats it.
    const int LongestInline = 400;

    readonly Dictionary<string, Expression> _definitions = [];
    int _schemas;
    int _enumValues;
    int _repetitions;

    public Expression Read(SchemaNode schema, int depth)
    {
        if (++_schemas > limits.Schemas)
        {
            throw new JsonSchemaException("", $"holds more than {limits.Schemas:N0} schemas. Make it smaller.");
        }

        if (depth > limits.Depth)
        {
            throw schema.Refuse($"is nested deeper than {limits.Depth}. Use $ref for what recurs.");
        }

        return schema.Value.ValueKind switch
        {
            JsonValueKind.True => rules.Shared("value"),
            JsonValueKind.Object => ReadObject(schema, depth),
            JsonValueKind.False => throw schema.Refuse("allows nothing. Leave it out."),
            _ => throw schema.Refuse("must be an object or true."),
        };
    }

    Expression ReadObject(SchemaNode schema, int depth)
    {
        var keywords = schema.Members().Where(member => !_annotations.Contains(member.Name)).ToList();
        string[] alone = ["$ref", "const", "enum", "anyOf", "oneOf"];
        if (keywords.FirstOrDefault(member => alone.Contains(member.Name)) is { Name: { } keyword, Node: var node })
        {
            // "type" beside an enum or const says nothing more; everything else would have to hold as well.
            var beside = keywords.Select(member => member.Name).FirstOrDefault(name => name != keyword && !(name == "type" && keyword is "enum" or "const"));
            return beside is null ? ReadAlone(schema, keyword, node, depth) : throw schema.Refuse($"has \"{beside}\" beside \"{keyword}\", which is not supported. Put both into the schema that is meant.");
        }

        var types = TypesOf(schema, keywords);
        foreach (var (name, _) in keywords.Where(member => member.Name != "type" && !types.Any(type => _typeKeywords[type].Contains(member.Name))))
        {
            throw schema.Refuse(_typeKeywords.Values.Any(names => names.Contains(name)) || name is "minimum" or "maximum"
                ? $"has \"{name}\", which does not go with type {string.Join(", ", types)}. Leave it out."
                : $"has \"{name}\", which is not supported. Leave it out, or say it in the prompt.");
        }

        return types.Count == 0 ? rules.Shared("value") : Expression.Choice([.. types.Select(type => ReadType(type, schema, depth))]);
    }

    Expression ReadAlone(SchemaNode schema, string keyword, SchemaNode node, int depth) => keyword switch
    {
        "$ref" => ReadReference(node),
        "const" => ReadValues(schema, [node]),
        "enum" => ReadValues(schema, node.Elements()),
        _ => rules.Add(Expression.Choice([.. node.Elements().Select(element => Read(element, depth + 1))])),
    };

    Expression ReadValues(SchemaNode schema, IReadOnlyList<SchemaNode> values)
    {
        _enumValues += values.Count;
        if (_enumValues > limits.EnumValues)
        {
            throw schema.Refuse($"brings the values of all enums to more than {limits.EnumValues:N0}. Use fewer.");
        }

        var types = schema.Find("type") is null ? [] : TypesOf(schema, []);
        foreach (var value in values.Where(value => types.Count > 0 && !types.Any(type => IsOf(type, value.Value))))
        {
            throw value.Refuse($"is not of type {string.Join(", ", types)}.");
        }

        return rules.Add(Expression.Choice([.. values.Select(value => GbnfRules.Literal(value.Value)).DistinctBy(literal => literal.Text)]));
    }

    static bool IsOf(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Null => type == "null",
        _ => false,
    };

    // A definition is read once; where it contains itself, its rule is named before it is known.
    Expression ReadReference(SchemaNode node)
    {
        var reference = node.Text();
        if (_definitions.TryGetValue(reference, out var known))
        {
            return known;
        }

        var name = rules.Reserve();
        var rule = _definitions[reference] = Expression.Rule(name);
        rules.Define(name, Read(Resolve(node, reference), 0)); // each definition counts its own depth; the number of schemas bounds the chain
        return rule;
    }

    SchemaNode Resolve(SchemaNode node, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw node.Refuse("refers to another document. Only references within the schema are followed, such as \"#/$defs/name\".");
        }

        var place = new SchemaNode(document, "");
        foreach (var part in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = place.Value.ValueKind is JsonValueKind.Object && place.Value.TryGetProperty(name, out var value)
                ? place.Child(name, value)
                : throw node.Refuse("refers to something that the schema does not have. Define it under \"$defs\".");
        }

        return place;
    }

    static List<string> TypesOf(SchemaNode schema, List<(string Name, SchemaNode Node)> keywords)
    {
        if (schema.Find("type") is { } given)
        {
            List<string> types = given.Value.ValueKind is JsonValueKind.Array ? [.. given.Elements().Select(element => element.Text()).Distinct()] : [given.Text()];
            return types.All(_typeKeywords.ContainsKey) ? types : throw given.Refuse($"is none of {string.Join(", ", _typeKeywords.Keys)}.");
        }

        // Without a type, its own keywords tell it.
        return _typeKeywords.Where(type => type.Value.Any(name => keywords.Any(member => member.Name == name))).Select(type => type.Key).ToList() is { Count: <= 1 } told
            ? told
            : throw schema.Refuse("has keywords of several types and no \"type\". Name the type, or use anyOf.");
    }

    Expression ReadType(string type, SchemaNode schema, int depth) => type switch
    {
        "object" => ReadProperties(schema, depth),
        "array" => ReadItems(schema, depth),
        "string" => ReadString(schema),
        "integer" => ReadInteger(schema),
        _ => rules.Shared(type),
    };

    Expression ReadString(SchemaNode schema)
    {
        var (least, most) = Counts(schema, "minLength", "maxLength");
        if (schema.Find("x-span") is { } span)
        {
            return schema.Find("format") is null && least == 0 && most is null ? ReadSpan(span) : throw schema.Refuse("has a length or a format beside \"x-span\". Leave them out.");
        }

        if (schema.Find("format") is { } format)
        {
            var name = format.Text();
            if (least > 0 || most is not null)
            {
                throw schema.Refuse("has a length beside a format. Leave one of them out.");
            }

            return name == "date-time" ? Quoted($"{_formats["date"]} \"T\" {_formats["time"]}")
                : _formats.TryGetValue(name, out var pattern) ? Quoted(pattern)
                : throw format.Refuse($"is not supported. Allowed: {string.Join(", ", _formats.Keys)}, date-time.");
        }

        if (least == 0 && most is null)
        {
            return rules.Shared("string");
        }

        rules.Shared("string");
        return rules.Add(Expression.Sequence(Expression.Terminal("\"\\\"\""), Expression.Repeat(Expression.Terminal("char"), least, most), Expression.Terminal("\"\\\"\"")));
    }

    // An exact quotation: the engine knows the source by this name, escaped as in a JSON string.
    Expression ReadSpan(SchemaNode span) => span.Text() is var name && spanSources.Contains(name)
        ? Quoted($"@{name}")
        : throw span.Refuse("names no source of the request. Name one of its \"span_sources\".");

    Expression Quoted(string pattern) => rules.Add(Expression.Terminal($"\"\\\"\" {pattern} \"\\\"\""));

    Expression ReadInteger(SchemaNode schema)
    {
        const long Edge = 999_999_999_999_999_999;
        var bounded = _typeKeywords["integer"].Any(name => schema.Find(name) is not null);
        var least = Math.Max(schema.Find("minimum")?.Integer() ?? -Edge, schema.Find("exclusiveMinimum")?.Integer() + 1 ?? -Edge);
        var most = Math.Min(schema.Find("maximum")?.Integer() ?? Edge, schema.Find("exclusiveMaximum")?.Integer() - 1 ?? Edge);
        return !bounded ? rules.Shared("integer")
            : least > most ? throw schema.Refuse("allows no number between its minimum and its maximum.")
            : rules.Add(Expression.Terminal(IntegerRange.Between(least, most)));
    }

    Expression ReadItems(SchemaNode schema, int depth)
    {
        var (least, most) = Counts(schema, "minItems", "maxItems");
        List<Expression> first = schema.Find("prefixItems") is { } prefix ? [.. prefix.Elements().Select(element => Read(element, depth + 1))] : [];
        if (first.Count > 0 && least != first.Count)
        {
            throw schema.Refuse($"has {first.Count} prefixItems and minItems {least}. Both must be the same: shorter tuples are not supported.");
        }

        var closed = schema.Find("items") is { Value.ValueKind: JsonValueKind.False } || most == first.Count;
        if (first.Count > 0)
        {
            return closed ? Bracketed("[", Separated(first), "]") : throw schema.Refuse("has prefixItems and further items. Say \"items\": false, or put them into an array of their own.");
        }

        if (most == 0)
        {
            return Bracketed("[", null, "]");
        }

        var item = schema.Find("items") is { } items ? rules.Add(Read(items, depth + 1)) : rules.Shared("value");
        var more = Expression.Repeat(Expression.Sequence(Comma(), item, Space()), Math.Max(0, least - 1), most - 1);
        var some = Expression.Sequence(item, Space(), more);
        return Bracketed("[", least == 0 ? Expression.Optional(some) : some, "]");
    }

    Expression ReadProperties(SchemaNode schema, int depth)
    {
        var declared = schema.Find("properties")?.Members() ?? [];
        var required = schema.Find("required") is { Value: { ValueKind: JsonValueKind.Array } list } node
            ? list.GetArrayLength() == 0 ? [] : node.Elements().Select(element => element.Text()).Distinct().ToList()
            : schema.Find("required") is { } wrong ? throw wrong.Refuse("must be an array of property names.") : [];
        List<(Expression Member, bool Required)> members = [.. declared.Select(property => (Member(property.Name, Read(property.Node, depth + 1)), required.Contains(property.Name)))];
        var additional = schema.Find("additionalProperties");
        var undeclared = required.Where(name => declared.All(property => property.Name != name)).ToList();
        if (undeclared.Count > 0 && additional is { Value.ValueKind: JsonValueKind.False })
        {
            throw schema.Refuse("requires a property that it neither declares nor allows. Declare it under \"properties\".");
        }

        members.AddRange(undeclared.Select(name => (Member(name, additional is { } schemaOfOthers ? Read(schemaOfOthers, depth + 1) : rules.Shared("value")), true)));
        if (members.Count == 0)
        {
            return additional is { Value.ValueKind: JsonValueKind.False } ? Bracketed("{", null, "}") : Map(additional, depth);
        }

        return Bracketed("{", Members(members), "}");
    }

    Expression Map(SchemaNode? values, int depth)
    {
        if (values is not { } schema)
        {
            return rules.Shared("object");
        }

        rules.Shared("string");
        var member = rules.Add(Expression.Sequence(Expression.Terminal("string"), Space(), Expression.Terminal("\":\""), Space(), Read(schema, depth + 1)));
        return Bracketed("{", Expression.Optional(Expression.Sequence(member, Space(), Expression.Repeat(Expression.Sequence(Comma(), member, Space()), 0, null))), "}");
    }

    Expression Member(string name, Expression value) =>
        rules.Add(Expression.Sequence(GbnfRules.Literal(JsonSerializer.SerializeToElement(name, SchemaJson.Default.String)), Space(), Expression.Terminal("\":\""), Space(), value));

    // In order; what is optional may be left out. Commas stand between those that are there: after(i) is what may follow once one was written.
    Expression Members(List<(Expression Member, bool Required)> members)
    {
        Expression? after = null;
        List<Expression> beginnings = [];
        for (var i = members.Count - 1; i >= 0; i--)
        {
            var (member, required) = members[i];
            var here = Then(Expression.Sequence(member, Space()), after);
            // The first written member is this one where none before it is required.
            if (required)
            {
                beginnings.Clear();
            }

            beginnings.Insert(0, here);
            var follows = Expression.Sequence(Comma(), member, Space());
            var next = Then(required ? follows : Expression.Optional(follows), after);
            after = required && next.Text.Length < LongestInline ? next : rules.Add(next);
        }

        var some = Expression.Choice(beginnings);
        return members.Any(member => member.Required) ? some : Expression.Optional(some);
    }

    static Expression Then(Expression first, Expression? rest) => rest is null ? first : Expression.Sequence(first, rest);

    Expression Separated(List<Expression> items) => Expression.Sequence(
        [.. items.SelectMany((item, i) => i == 0 ? (Expression[])[item, Space()] : [Comma(), item, Space()])]);

    Expression Bracketed(string open, Expression? inside, string close) => rules.Add(inside is null
        ? Expression.Sequence(GbnfRules.Literal(open), Space(), GbnfRules.Literal(close))
        : Expression.Sequence(GbnfRules.Literal(open), Space(), inside, GbnfRules.Literal(close)));

    Expression Comma() => Expression.Sequence(Expression.Terminal("\",\""), Space());

    Expression Space() => rules.Shared("ws");

    (int Least, int? Most) Counts(SchemaNode schema, string least, string most)
    {
        var from = schema.Find(least)?.Count(limits.Repetition) ?? 0;
        var to = schema.Find(most)?.Count(limits.Repetition);
        _repetitions += Math.Max(from, to ?? 0);
        return to < from ? throw schema.Refuse($"has a {most} below its {least}.")
            : _repetitions > limits.RepetitionsInAll ? throw schema.Refuse($"brings the lengths and counts of all schemas to more than {limits.RepetitionsInAll:N0}. Use smaller ones.")
            : (from, to);
    }
}
