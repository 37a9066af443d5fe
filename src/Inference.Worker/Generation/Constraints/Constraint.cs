using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Sampling;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// Holds one completion to a grammar, byte by byte, however the vocabulary cuts it into tokens. One thread at a time.
/// What is asked of it may fail with INVALID_ARGUMENT when the grammar is too ambiguous or the text nests too deep.
/// </summary>
internal sealed class Constraint
{
    const int MostRememberedTokens = 2 << 20;

    readonly Automaton automaton;
    readonly Dictionary<int, int[]> allowed = [];
    readonly List<int> found = [];
    int state;
    int remembered;

    Constraint(Automaton automaton)
    {
        this.automaton = automaton;
        state = automaton.Start;
    }

    /// <summary>Whether the text so far is complete: only then may the generation end.</summary>
    public bool CanEnd => automaton.CanEnd(state);

    /// <summary>Parses and compiles; some milliseconds, so not for the thread that all requests share.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static Constraint Compile(string grammar, IReadOnlyList<SpanSource> sources)
    {
        var program = GrammarCompiler.Compile(GrammarParser.Parse(grammar, [.. sources.Select(source => source.Name)]));
        return new(new(program, [.. sources.Select(SpanText.Of)]));
    }

    /// <summary>Whether a text of the grammar goes on with these bytes. Never true for none: such a token would change nothing, for ever.</summary>
    public bool Allows(ReadOnlySpan<byte> piece) => !piece.IsEmpty && Walk(piece) != Automaton.Dead;

    /// <summary>All tokens that the grammar allows, those that end a generation included.</summary>
    public ReadOnlySpan<int> Allowed(VocabularyTrie trie, IReadOnlyList<int> endTokens)
    {
        if (!allowed.TryGetValue(state, out var tokens))
        {
            trie.Walk(automaton, state, found);
            tokens = CanEnd ? [.. found, .. endTokens] : [.. found];
            found.Clear();
            Remember(tokens);
        }

        return tokens;
    }

    /// <summary>Goes on with a token that is allowed.</summary>
    public void Accept(ReadOnlySpan<byte> piece)
    {
        state = Walk(piece);
        if (automaton.Tidy(ref state))
        {
            allowed.Clear();
            remembered = 0;
        }
    }

    int Walk(ReadOnlySpan<byte> piece)
    {
        var at = state;
        for (var i = 0; i < piece.Length && at != Automaton.Dead; i++)
        {
            at = automaton.Next(at, piece[i]);
        }

        return at;
    }

    void Remember(int[] tokens)
    {
        remembered += tokens.Length;
        if (remembered > MostRememberedTokens)
        {
            allowed.Clear();
            remembered = tokens.Length;
        }

        allowed[state] = tokens;
    }
}
