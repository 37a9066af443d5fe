using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>A statement as the model wrote it.</summary>
internal sealed record ProposedStatement
{
    public required IReadOnlyList<string> Evidence { get; init; }
    public required string Quote { get; init; }

    /// <summary>Null: the quote says it.</summary>
    public string? Text { get; init; }

    [JsonIgnore]
    public string Statement => Text ?? Quote;
}

/// <summary>Reads statements out of a streamed <c>{"statements":[…]}</c> as each of them closes.</summary>
internal sealed class StatementParser
{
    readonly StringBuilder current = new();
    int depth;
    bool inString;
    bool escaped;

    /// <summary>True once the outer object is closed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The statements that <paramref name="text"/> completes. Throws <see cref="DraftingException"/> for what is not the format.</summary>
    public IReadOnlyList<ProposedStatement> Add(string text)
    {
        var completed = new List<ProposedStatement>();
        foreach (var c in text)
        {
            var opens = !inString && c == '{';
            depth += opens ? 1 : 0;
            if (depth >= 2)
            {
                current.Append(c);
            }

            TrackString(c);
            if (!inString && c == '}')
            {
                Close(completed);
            }
        }

        return completed;
    }

    void TrackString(char c)
    {
        if (c == '"' && !escaped)
        {
            inString = !inString;
        }

        escaped = inString && c == '\\' && !escaped;
    }

    void Close(List<ProposedStatement> completed)
    {
        if (depth == 2)
        {
            completed.Add(Read(current.ToString()));
            current.Clear();
        }

        depth--;
        IsComplete |= depth == 0;
    }

    static ProposedStatement Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ProposedStatement>(json, JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            // The inner message may quote the visit; only its kind is kept.
            throw new DraftingException(DraftingFailure.UnreadableDraft,
                $"The model wrote a statement that is not the drafting format ({e.GetType().Name}). Draft again; if it stays so, the engine did not apply the grammar: check its version.");
        }
    }
}
