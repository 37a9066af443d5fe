using System.Collections.Concurrent;
using System.Text;

namespace OnPremLlm.Training.Tokenizing;

/// <summary>
/// Text to tokens and back, with the very ids that llama.cpp gives for the exported model (parse_special off: nobody can type a control token).
/// Thread safe. A character that UTF-16 cannot hold (half of a pair) is read as U+FFFD.
/// </summary>
public sealed class BytePairTokenizer
{
    /// <summary>Ends an answer.</summary>
    public const ushort End = 0;

    /// <summary>Begins what the user says.</summary>
    public const ushort User = 1;

    /// <summary>Begins what the model says.</summary>
    public const ushort Assistant = 2;

    /// <summary>Never occurs in text.</summary>
    public const ushort Pad = 3;

    /// <summary>Begins what the product says to every model.</summary>
    public const ushort System = 4;

    const int MaxCachedWords = 200_000;
    readonly LiteralCutter cutter;
    readonly Dictionary<(int Left, int Right), (int Rank, int Id)> merged = [];
    readonly ConcurrentDictionary<string, ushort[]> cache = new(StringComparer.Ordinal);
    readonly byte[][] bytes;

    internal BytePairTokenizer(TokenizerModel model)
    {
        model.Check();
        (Model, Tokens, cutter) = (model, model.Tokens(), new(model));
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = model.FirstByte; id < Tokens.Count; id++)
        {
            ids.Add(Tokens[id].Text, id);
        }

        for (var i = 0; i < model.Merges.Count; i++)
        {
            var space = model.Merges[i].IndexOf(' ', StringComparison.Ordinal);
            merged.Add((ids[model.Merges[i][..space]], ids[model.Merges[i][(space + 1)..]]), (i, ids[model.Merges[i].Remove(space, 1)]));
        }

        bytes = [.. Tokens.Select(BytesOf)];
    }

    /// <summary>Tokens in all; ids are below it.</summary>
    public int Size => Model.Size;

    internal TokenizerModel Model { get; }

    internal IReadOnlyList<Token> Tokens { get; }

    /// <exception cref="InvalidDataException">The file holds no tokenizer.</exception>
    public static BytePairTokenizer Load(string path) => new(TokenizerModel.Load(path));

    /// <summary>As JSON.</summary>
    public void Save(string path) => Model.Save(path);

    /// <summary>Empty for the empty text. Literals are found only within one call: encode what the product encodes at once, at once.</summary>
    public ushort[] Encode(string text)
    {
        var ids = new List<ushort>(text.Length / 2);
        foreach (var fragment in cutter.Cut(text))
        {
            if (fragment.Literal is { } literal)
            {
                ids.Add((ushort)literal);
                continue;
            }

            foreach (var word in PreTokenizer.Split(fragment.Text))
            {
                ids.AddRange(Word(word));
            }
        }

        return [.. ids];
    }

    /// <summary>Control tokens give nothing; bytes that are no UTF-8, as half a character is, give U+FFFD.</summary>
    public string Decode(IEnumerable<ushort> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => bytes[token])]);

    ushort[] Word(string word)
    {
        if (cache.TryGetValue(word, out var known))
        {
            return known;
        }

        var pieces = Merge(word);
        if (cache.Count < MaxCachedWords)
        {
            cache.TryAdd(word, pieces);
        }

        return pieces;
    }

    // The merge learnt first goes first, the leftmost of equals.
    ushort[] Merge(string word)
    {
        var pieces = Encoding.UTF8.GetBytes(word).Select(value => Model.FirstByte + value).ToList();
        while (true)
        {
            var (best, at) = ((Rank: int.MaxValue, Id: 0), -1);
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                if (merged.TryGetValue((pieces[i], pieces[i + 1]), out var merge) && merge.Rank < best.Rank)
                {
                    (best, at) = (merge, i);
                }
            }

            if (at < 0)
            {
                return [.. pieces.Select(piece => (ushort)piece)];
            }

            pieces[at] = best.Id;
            pieces.RemoveAt(at + 1);
        }
    }

    static byte[] BytesOf(Token token) => token.Type switch
    {
        TokenType.Normal => ByteAlphabet.Bytes(token.Text),
        TokenType.UserDefined => Encoding.UTF8.GetBytes(token.Text),
        TokenType.Control or TokenType.Unused => [],
        _ => throw new ArgumentOutOfRangeException(nameof(token)),
    };
}
