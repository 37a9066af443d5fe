using System.Numerics.Tensors;
using Google.Protobuf;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>Natural logarithms of the probabilities that the model computed, before temperature, top-p, min-p and grammar. One thread at a time.</summary>
internal sealed class LogProbabilities(Vocabulary vocabulary)
{
    readonly float[] scratch = new float[vocabulary.Count];

    /// <summary>Of the token, with so many of the likeliest beside it. At least one logit must be finite.</summary>
    public TokenLogProb Of(ReadOnlySpan<float> logits, int token, int top)
    {
        Span<int> likeliest = stackalloc int[top];
        likeliest = likeliest[..TopTokens.Select(logits, likeliest)];
        var max = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, max, scratch);
        TensorPrimitives.Exp(scratch, scratch);
        var sum = max + Math.Log(TensorPrimitives.Sum<float>(scratch));
        var told = Tell(token, logits[token] - sum);
        foreach (var other in likeliest)
        {
            told.Top.Add(Tell(other, logits[other] - sum));
        }

        return told;
    }

    TokenLogProb Tell(int token, double logProbability) => new() { Token = ByteString.CopyFrom(vocabulary.Piece(token)), LogProb = (float)logProbability };
}
