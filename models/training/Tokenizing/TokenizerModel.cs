using System.Text;
using System.Text.Json;

namespace OnPremLlm.Training.Tokenizing;

/// <summary>GGUF's token types, as far as they are used.</summary>
internal enum TokenType
{
    Normal = 1,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
}

/// <summary>A token's text as GGUF stores it: raw for control tokens and literals, in <see cref="ByteAlphabet"/> for the others.</summary>
internal sealed record Token(string Text, TokenType Type);

/// <summary>
/// What makes a byte-level tokenizer. Ids: the control tokens from 0, the literals, the 256 bytes, what the merges give (two ways to the same text are
/// one token), then unused ones up to the size.
/// </summary>
/// <param name="Literals">Texts that are one token each wherever they occur, cut out before everything else, the longest first.</param>
/// <param name="Merges">"left right", the first learnt first.</param>
/// <param name="Size">Tokens in all.</param>
internal sealed record TokenizerModel(IReadOnlyList<string> Literals, IReadOnlyList<string> Merges, int Size)
{
    static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Control { get; } = ["<|end|>", "<|user|>", "<|assistant|>", "<|pad|>", "<|system|>"];

    public int FirstByte => Control.Count + Literals.Count;

    /// <summary>The first id after the bytes.</summary>
    public int FirstMerged => FirstByte + 256;

    public IReadOnlyList<Token> Tokens() =>
    [
        .. Used(),
        .. Enumerable.Range(0, Size - Used().Count).Select(i => new Token($"<|unused{i}|>", TokenType.Unused)),
    ];

    IReadOnlyList<Token> Used() =>
    [
        .. Control.Select(text => new Token(text, TokenType.Control)),
        .. Literals.Select(text => new Token(text, TokenType.UserDefined)),
        .. Enumerable.Range(0, 256).Select(value => new Token(ByteAlphabet.Of((byte)value), TokenType.Normal)),
        .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)).Distinct().Select(text => new Token(text, TokenType.Normal)),
    ];

    /// <exception cref="ArgumentException">The tokens do not fit the size, or llama.cpp could read the literals otherwise.</exception>
    public void Check()
    {
        var used = Used().Count;
        Refuse(Size < used || Size > ushort.MaxValue + 1, $"{used} tokens do not fit a vocabulary of {Size}; up to {ushort.MaxValue + 1} are allowed");
        foreach (var literal in Literals)
        {
            Refuse(literal.Length == 0 || (literal.Length == 1 && ByteAlphabet.Contains(literal[0])), $"\"{literal}\" has the name of a byte's token; write a literal of two characters or more");
            Refuse(Control.Contains(literal) || Literals.Count(other => other == literal) > 1, $"\"{literal}\" is there twice");
            // llama.cpp sorts by length alone, so which of two goes first would be chance.
            Refuse(Literals.Any(other => other != literal && Length(other) == Length(literal) && Overlap(literal, other)), $"\"{literal}\" runs into another literal of its length; make one of them longer");
        }
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, _readable) + "\n");

    /// <exception cref="InvalidDataException">The file holds no tokenizer.</exception>
    public static TokenizerModel Load(string path)
    {
        try
        {
            var model = JsonSerializer.Deserialize<TokenizerModel>(File.ReadAllText(path)) ?? throw new JsonException();
            model.Check();
            return model;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path} does not hold a tokenizer. Learn one anew.", unreadable);
        }
    }

    public static int Length(string literal) => Encoding.UTF8.GetByteCount(literal);

    static bool Overlap(string first, string second) => Enumerable.Range(1, Math.Min(first.Length, second.Length) - 1).Any(length => first.EndsWith(second[..length], StringComparison.Ordinal));

    static void Refuse(bool wrong, string reason)
    {
        if (wrong)
        {
            throw new ArgumentException($"This tokenizer cannot be used: {reason}.");
        }
    }
}
