namespace OnPremLlm.Inference;

/// <summary>One completion to generate.</summary>
public sealed record GenerationRequest
{
    public required PromptContent Prompt { get; init; }

    /// <summary>Session of the owner whose longest common token prefix is reused and which keeps prompt and completion. Empty: nothing is kept.</summary>
    public string Session { get; init; } = "";

    /// <summary>
    /// Tokens to generate at most; 0 prefills the session and generates nothing. <see cref="AllThatFit"/> is only for a model whose
    /// <see cref="LanguageModelInfo.FindsRoomItself"/> is true.
    /// </summary>
    public required int MaxTokens { get; init; }

    /// <summary>As many tokens as the context has room for: nobody here counted them.</summary>
    public const int AllThatFit = -1;

    /// <summary>What the answer is held to; null (default): unconstrained.</summary>
    public AnswerShape? Shape { get; init; }

    /// <summary>The grammar of <see cref="Shape"/>. Set it for one that was written by hand. <c>@name</c> stands for any exact span of the <see cref="SpanSources"/> of that name.</summary>
    public string? Grammar
    {
        get => Shape?.Grammar;
        init => Shape = value is null ? null : AnswerShape.OfGrammar(value);
    }

    /// <summary>0 (default) is greedy.</summary>
    public float Temperature { get; init; }

    /// <summary>Nucleus sampling; 0 (default) and 1 are off. <see cref="LikeliestOnly"/>: the likeliest token alone, as other APIs mean 0.</summary>
    public float TopP { get; init; }

    /// <summary>A <see cref="TopP"/> that no token but the likeliest is within: no vocabulary is so large that it has less.</summary>
    public const float LikeliestOnly = 1e-9f;

    /// <summary>Smallest probability relative to the best token; 0 (default) is off.</summary>
    public float MinP { get; init; }

    /// <summary>0 (default): a random seed.</summary>
    public uint Seed { get; init; }

    /// <summary>Texts that end the completion and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The session belongs to an open visit: its worker is not stopped to make room for other models until the session is closed.</summary>
    public bool IsOfOpenVisit { get; init; }

    /// <summary>Which requests of the same owner go first. Default: interactive.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>Null (default): none. Otherwise the log-probability of every token and of this many of the likeliest alternatives, 0 to 20.</summary>
    public int? TopLogProbs { get; init; }

    /// <summary>Texts that the grammar quotes from; at most 8, together 4 MiB of UTF-8.</summary>
    public IReadOnlyList<SpanSource> SpanSources { get; init; } = [];
}

/// <summary>
/// A text of which <c>@name</c> in a grammar admits exact spans, however the vocabulary cuts it into tokens; <c>@name:7</c> those that begin in its seventh line.
/// <paramref name="Name"/>: a–z, 0–9 and -, begins with a letter, at most 64 characters.
/// </summary>
public sealed record SpanSource(string Name, string Text, SpanEncoding Encoding = SpanEncoding.Raw, SpanUnit Unit = SpanUnit.Words)
{
    /// <summary>A span lies within one line of the text; lines end with U+000A.</summary>
    public bool WithinLines { get; init; }

    /// <summary>Characters of the text that a span may have; 0 (default): any number.</summary>
    public int LongestCharacters { get; init; }
}

/// <summary>How a span is written in the completion.</summary>
public enum SpanEncoding
{
    /// <summary>As it is in the source.</summary>
    Raw,

    /// <summary>Escaped as inside the quotation marks of a JSON string.</summary>
    JsonString,
}

/// <summary>Where a span may begin and end.</summary>
public enum SpanUnit
{
    /// <summary>At the beginning and the end of words: runs of letters, digits and marks, with points and commas between digits and apostrophes between letters.</summary>
    Words,

    /// <summary>Between any two characters.</summary>
    Characters,

    /// <summary>A span is one whole line; lines end with U+000A.</summary>
    Lines,
}
