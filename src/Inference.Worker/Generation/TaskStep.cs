using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>What a request's part of an evaluated batch leads to: more of its prompt, its next token, or its end. Owner thread only.</summary>
internal sealed class TaskStep(LlamaContext context, Vocabulary vocabulary, TaskEnding ending, TimeProvider time)
{
    readonly LogProbabilities logProbabilities = new(vocabulary);

    /// <param name="took">The whole batch.</param>
    public void Advance(GenerationTask task, TimeSpan took)
    {
        task.Sequence.Tokens.AddRange(task.Pending.Take(task.InBatch));
        task.Pending.RemoveRange(0, task.InBatch);
        if (!task.IsGenerating)
        {
            task.PromptTime += took;
        }

        if (task.Pending.Count > 0)
        {
            return;
        }

        task.GenerationStart = task.IsGenerating ? task.GenerationStart : time.GetTimestamp();
        if (task.MaxTokens == 0)
        {
            ending.Finish(task, FinishReason.Length);
            return;
        }

        try
        {
            Sample(task, context.Logits(task.OutputIndex));
        }
        catch (RpcException refusal) // a grammar that cannot be followed any further
        {
            ending.Fail(task, refusal.StatusCode, refusal.Status.Detail);
        }
        catch (OutOfMemoryException)
        {
            ending.Fail(task, StatusCode.InvalidArgument, "The grammar needs more memory than a worker has. Remove alternatives that begin alike and repetitions inside repetitions.");
        }
    }

    void Sample(GenerationTask task, ReadOnlySpan<float> logits)
    {
        switch (task.Sampler.Next(logits, out var token))
        {
            case SampleOutcome.Token when vocabulary.IsEnd(token):
            case SampleOutcome.NothingAllowed when task.Sampler.CanEnd: // a complete grammar allows the end only, and this model has no token for it
                ending.Finish(task, FinishReason.Stop);
                break;
            case SampleOutcome.Token:
                Take(task, token, task.Sampling.TopLogProbs is { } top ? logProbabilities.Of(logits, token, top) : null);
                break;
            case SampleOutcome.NothingAllowed:
                ending.Fail(task, StatusCode.InvalidArgument, "The grammar reached a point that no token of this model can go on from. Use characters that its vocabulary has, or another model.");
                break;
            case SampleOutcome.NotFinite:
                ending.FailAndWipe(task, StatusCode.Internal, "The model computed no usable probabilities for this request. Try again; if it stays, check the model file.");
                break;
            default:
                throw new InvalidOperationException("Unknown sample outcome.");
        }
    }

    void Take(GenerationTask task, int token, TokenLogProb? logProbability)
    {
        task.Sampler.Accept(token);
        task.Pending.Add(token);
        task.CompletionTokens++;
        task.Text.Add(vocabulary.Piece(token), logProbability);
        if (task.Text.Stopped)
        {
            ending.Finish(task, FinishReason.Stop);
        }
        else if (task.CompletionTokens == task.MaxTokens)
        {
            ending.Finish(task, FinishReason.Length);
        }
    }
}
