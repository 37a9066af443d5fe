using System.Numerics.Tensors;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

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
/// Chooses the next token of one request. Samples by hand where llama_sampler_sample would end the process:
/// it accepts its choice even if a grammar had forbidden every token or the logits were no numbers.
/// </summary>
internal sealed unsafe class TokenSampler : IDisposable
{
    readonly LlamaSampler? grammar;
    readonly LlamaSampler? draw;

    TokenSampler(LlamaSampler? grammar, LlamaSampler? draw)
    {
        this.grammar = grammar;
        this.draw = draw;
    }

    /// <summary>Null when llama.cpp cannot parse the grammar.</summary>
    public static TokenSampler? Create(LlamaModel model, Sampling sampling)
    {
        var grammar = sampling.Grammar.Length > 0 ? LlamaSampler.Grammar(model, sampling.Grammar) : null;
        if (grammar is { IsInvalid: true })
        {
            grammar.Dispose();
            return null;
        }

        return new(grammar, sampling.Temperature > 0 ? LlamaSampler.Draw(sampling.Temperature, sampling.TopP, sampling.MinP, sampling.Seed) : null);
    }

    /// <summary>Chooses a token. Tell <see cref="Accept"/> if generation goes on with it.</summary>
    /// <param name="candidates">Scratch memory for the whole vocabulary, pinned.</param>
    public SampleOutcome Next(ReadOnlySpan<float> logits, LlamaTokenData[] candidates, out int token)
    {
        token = logits.IsEmpty ? -1 : TensorPrimitives.IndexOfMax(logits); // the first NaN, if there is one
        if (token < 0 || !float.IsFinite(logits[token]))
        {
            return SampleOutcome.NotFinite;
        }

        if (draw is null && (grammar is null || IsAllowed(token, logits[token])))
        {
            return SampleOutcome.Token;
        }

        return ChooseFromAll(logits, candidates, out token);
    }

    /// <summary>Moves the grammar on. Only with the token that <see cref="Next"/> chose, and not at the end of generation.</summary>
    public void Accept(int token) => grammar?.Accept(token);

    public void Dispose()
    {
        grammar?.Dispose();
        draw?.Dispose();
    }

    // The most likely token alone: walking the grammar over a whole vocabulary costs more than evaluating a small model.
    bool IsAllowed(int token, float logit)
    {
        var single = new LlamaTokenData { Id = token, Logit = logit };
        var array = new LlamaTokenDataArray { Data = &single, Size = 1, Selected = -1 };
        grammar!.Apply(ref array); // the caller has one
        return float.IsFinite(single.Logit);
    }

    SampleOutcome ChooseFromAll(ReadOnlySpan<float> logits, LlamaTokenData[] candidates, out int token)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            candidates[i] = new() { Id = i, Logit = logits[i] };
        }

        fixed (LlamaTokenData* data = candidates)
        {
            var array = new LlamaTokenDataArray { Data = data, Size = (nuint)logits.Length, Selected = -1 };
            grammar?.Apply(ref array);
            var best = Best(candidates.AsSpan(0, logits.Length));
            token = candidates[best].Id;
            if (!float.IsFinite(candidates[best].Logit))
            {
                return SampleOutcome.NothingAllowed;
            }

            return draw is null ? SampleOutcome.Token : Draw(ref array, out token);
        }
    }

    SampleOutcome Draw(ref LlamaTokenDataArray array, out int token)
    {
        draw!.Apply(ref array); // the caller has one
        var chosen = array.Selected >= 0 && (nuint)array.Selected < array.Size ? array.Data[array.Selected] : default;
        token = chosen.Id;
        return array.Selected >= 0 && float.IsFinite(chosen.Logit) ? SampleOutcome.Token : SampleOutcome.NotFinite;
    }

    static int Best(ReadOnlySpan<LlamaTokenData> candidates)
    {
        var best = 0;
        for (var i = 1; i < candidates.Length; i++)
        {
            if (candidates[i].Logit > candidates[best].Logit)
            {
                best = i;
            }
        }

        return best;
    }
}
