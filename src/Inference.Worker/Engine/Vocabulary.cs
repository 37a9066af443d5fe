using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>The model's tokens, copied once so that no native call is needed per token. Thread safe.</summary>
internal sealed class Vocabulary
{
    readonly LlamaModel model;
    readonly byte[][] pieces;
    readonly bool[] ends;

    public Vocabulary(LlamaModel model)
    {
        this.model = model;
        pieces = new byte[model.TokenCount][];
        ends = new bool[pieces.Length];
        for (var token = 0; token < pieces.Length; token++)
        {
            pieces[token] = model.Piece(token);
            ends[token] = model.IsEndOfGeneration(token);
        }

        LongestPiece = Math.Max(1, pieces.Max(piece => piece.Length));
        EndTokens = [.. Enumerable.Range(0, ends.Length).Where(token => ends[token])];
        Trie = new([.. pieces.Select((piece, token) => ends[token] ? [] : piece)]);
        BeginningOfSequence = model.AddsBeginningOfSequence && model.BeginningOfSequence is var begin && begin >= 0 && begin < pieces.Length ? begin : null;
    }

    public int Count => pieces.Length;

    /// <summary>Bytes; so a text of n bytes has at least n / LongestPiece tokens.</summary>
    public int LongestPiece { get; }

    /// <summary>The tokens that end a generation; may be none.</summary>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>All other tokens that have bytes.</summary>
    public VocabularyTrie Trie { get; }

    /// <summary>The token that the model wants at the start of every prompt; null when it wants none.</summary>
    public int? BeginningOfSequence { get; }

    /// <summary>The token's bytes; empty for control tokens.</summary>
    public ReadOnlySpan<byte> Piece(int token) => pieces[token];

    public bool IsEnd(int token) => ends[token];

    public int[] Tokenize(ReadOnlySpan<byte> text, TokenizeAs control) => model.Tokenize(text, control);
}
