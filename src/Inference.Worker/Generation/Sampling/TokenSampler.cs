using System.Numerics.Tensors;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>What a sampler chose.</summary>
internal enum SampleOutcome
{
    Token,

    /// <summary>The model computed no usable number.</summary>
    NotFinite,

    /// <summary>The grammar allows no token of the vocabulary here.</summary>
    NothingAllowed,
}

/// <summary>
/// Chooses the next token of one request: what the grammar allows, of that what top-p and min-p leave, then by temperature.
/// To ask the grammar about all tokens is avoided where a few answers decide as exactly.
/// </summary>
/// <param name="scratch">Shared by all requests of the owner thread; of the vocabulary's size.</param>
internal sealed class TokenSampler(Vocabulary vocabulary, SamplingSettings settings, Distribution scratch)
{
    const int LikelyTokens = 64;
    const int MostRejections = 8;

    readonly Constraint? constraint = settings.Constraint;
    readonly SeededRandom random = new(settings.Seed);

    /// <summary>The grammar, if there is one, allows an end here.</summary>
    public bool CanEnd => constraint?.CanEnd ?? true;

    /// <summary>Chooses a token. Tell <see cref="Accept"/> if generation goes on with it.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the grammar cannot be followed any further.</exception>
    public SampleOutcome Next(ReadOnlySpan<float> logits, out int token)
    {
        token = logits.IsEmpty ? -1 : TensorPrimitives.IndexOfMax(logits); // the first NaN, if there is one
        if (token < 0 || !float.IsFinite(logits[token]))
        {
            return SampleOutcome.NotFinite;
        }

        token = settings.Temperature > 0 ? Draw(logits, token) : Best(logits, token);
        return token >= 0 ? SampleOutcome.Token : SampleOutcome.NothingAllowed;
    }

    /// <summary>Moves the grammar on. Only with the token that <see cref="Next"/> chose, and not at the end of generation.</summary>
    public void Accept(int token) => constraint?.Accept(vocabulary.Piece(token));

    bool IsAllowed(int token) => constraint is null || (vocabulary.IsEnd(token) ? constraint.CanEnd : constraint.Allows(vocabulary.Piece(token)));

    int Best(ReadOnlySpan<float> logits, int likeliest)
    {
        if (IsAllowed(likeliest))
        {
            return likeliest;
        }

        Span<int> likely = stackalloc int[LikelyTokens];
        foreach (var token in likely[..TopTokens.Select(logits, likely)])
        {
            if (float.IsFinite(logits[token]) && IsAllowed(token))
            {
                return token;
            }
        }

        return BestOf(constraint!.Allowed(vocabulary.Trie, vocabulary.EndTokens), logits); // without one, all are allowed
    }

    static int BestOf(ReadOnlySpan<int> allowed, ReadOnlySpan<float> logits)
    {
        var best = -1;
        foreach (var token in allowed)
        {
            var better = best < 0 || logits[token] > logits[best] || (logits[token] == logits[best] && token < best);
            best = better && float.IsFinite(logits[token]) ? token : best;
        }

        return best;
    }

    int Draw(ReadOnlySpan<float> logits, int likeliest)
    {
        if (constraint is null)
        {
            scratch.Set(logits, settings);
            return scratch.Draw(random.Next());
        }

        return DrawAndAsk(logits, likeliest) is >= 0 and var token ? token : DrawFrom(constraint.Allowed(vocabulary.Trie, vocabulary.EndTokens), logits);
    }

    // To draw from all and leave out what is refused gives the distribution of what is allowed; but only while what is allowed does not
    // change what others weigh: top-p depends on all that is allowed, min-p on the likeliest of it.
    int DrawAndAsk(ReadOnlySpan<float> logits, int likeliest)
    {
        if (settings.TopP < 1 || (settings.MinP > 0 && !IsAllowed(likeliest)))
        {
            return -1;
        }

        scratch.Set(logits, settings);
        for (var i = 0; i < MostRejections && scratch.Total() > 0; i++)
        {
            var token = scratch.Draw(random.Next());
            if (IsAllowed(token))
            {
                return token;
            }

            scratch.Remove(token);
        }

        return -1;
    }

    int DrawFrom(ReadOnlySpan<int> allowed, ReadOnlySpan<float> logits)
    {
        var gathered = scratch.Gather(logits, allowed);
        if (allowed.IsEmpty || !float.IsFinite(TensorPrimitives.Max(gathered)))
        {
            return -1;
        }

        scratch.Set(gathered, settings);
        return allowed[scratch.Draw(random.Next())];
    }
}
