using System.Text;
using System.Text.Json;

namespace OnPremLlm.Inference.Structured;

/// <summary>The rules of one grammar: shared JSON terminals, and the rules of a schema. Not thread-safe.</summary>
internal sealed class GbnfRules
{
    static readonly Dictionary<string, string> _shared = new()
    {
        // A space where models write one, and no more: white space is tokens that say nothing.
        ["ws"] = "\" \"?",
        ["char"] = """[^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})""",
        ["string"] = """ "\"" char* "\"" """.Trim(),
        ["integer"] = """ "-"? ("0" | [1-9] [0-9]{0,17})""".Trim(),
        ["number"] = """integer ("." [0-9]{1,17})? ([eE] [-+]? [0-9]{1,3})?""",
        ["boolean"] = """ "true" | "false" """.Trim(),
        ["null"] = """ "null" """.Trim(),
        ["value"] = "object | array | string | number | boolean | null",
        ["object"] = """ "{" ws (string ws ":" ws value ws ("," ws string ws ":" ws value ws)*)? "}" """.Trim(),
        ["array"] = """ "[" ws (value ws ("," ws value ws)*)? "]" """.Trim(),
    };

    static readonly Dictionary<string, string[]> _sharedNeeds = new()
    {
        ["string"] = ["char"],
        ["number"] = ["integer"],
        ["value"] = ["object", "array", "string", "number", "boolean", "null"],
        ["object"] = ["ws", "string", "value"],
        ["array"] = ["ws", "value"],
    };

    readonly Dictionary<string, Expression> _rules = [];
    readonly SortedSet<string> _used = new(StringComparer.Ordinal);
    int _number;

    public int Count => _rules.Count + _used.Count;

    /// <summary>A rule that every JSON grammar may use, such as "string" or "value".</summary>
    public Expression Shared(string name)
    {
        if (_used.Add(name))
        {
            foreach (var need in _sharedNeeds.GetValueOrDefault(name, []))
            {
                Shared(need);
            }
        }

        return Expression.Terminal(name);
    }

    /// <summary>A name that no rule has yet; its rule is given later by <see cref="Define"/>, so that it may contain itself.</summary>
    public string Reserve() => $"r{++_number}";

    public void Define(string name, Expression expression) => _rules.Add(name, expression);

    public Expression Add(Expression expression)
    {
        var name = Reserve();
        Define(name, expression);
        return Expression.Rule(name);
    }

    /// <summary>A text as it stands, as a GBNF literal.</summary>
    public static Expression Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            literal.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < 0x20 or 0x7F => $"\\x{rune.Value:X2}",
                _ => rune.ToString(),
            });
        }

        return Expression.Terminal(literal.Append('"').ToString());
    }

    /// <summary>A JSON value, written compactly.</summary>
    public static Expression Literal(JsonElement value) => Literal(JsonSerializer.Serialize(value, SchemaJson.Default.JsonElement));

    /// <summary>The rules that have a finite text.</summary>
    HashSet<string> Ending()
    {
        HashSet<string> ending = [];
        bool grew;
        do
        {
            grew = false;
            foreach (var (name, rule) in _rules.Where(rule => !ending.Contains(rule.Key)))
            {
                grew |= rule.CanEnd(ending) && ending.Add(name);
            }
        }
        while (grew);

        return ending;
    }

    /// <summary>Whether every rule has a finite text, and <paramref name="root"/> too.</summary>
    public bool CanEnd(Expression root)
    {
        var ending = Ending();
        return ending.Count == _rules.Count && root.CanEnd(ending);
    }

    /// <summary>Whether a rule may begin with itself before any character, which no parser of such grammars can follow.</summary>
    public bool HasCircle()
    {
        HashSet<string> done = [];
        return _rules.Keys.Any(name => Circles(name, [], done));
    }

    public string Write(Expression root)
    {
        var text = new StringBuilder($"root ::= {root.Text}\n");
        foreach (var (name, rule) in _rules)
        {
            text.Append(name).Append(" ::= ").Append(rule.Text).Append('\n');
        }

        foreach (var name in _used)
        {
            text.Append(name).Append(" ::= ").Append(_shared[name]).Append('\n');
        }

        return text.ToString();
    }

    bool Circles(string name, HashSet<string> above, HashSet<string> done)
    {
        if (done.Contains(name) || !_rules.TryGetValue(name, out var rule))
        {
            return false;
        }

        if (!above.Add(name))
        {
            return true;
        }

        var circles = rule.Starts.Any(start => Circles(start, above, done));
        above.Remove(name);
        done.Add(name);
        return circles;
    }
}
