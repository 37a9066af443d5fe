using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>How requests end. The sequence is free, and wiped where nothing is to be kept, before the caller learns of it: its next request finds it. Owner thread only.</summary>
internal sealed class TaskEnding(SequenceMemory memory, TimeProvider time, ILogger logger)
{
    /// <summary>Tells what was generated; its session stays.</summary>
    public void Finish(GenerationTask task, FinishReason reason)
    {
        task.Text.Finish();
        var finished = new GenerationFinished
        {
            Reason = task.Text.Stopped ? FinishReason.Stop : reason,
            CompletionTokens = task.CompletionTokens,
            PromptMicroseconds = (long)task.PromptTime.TotalMicroseconds,
            GenerationMicroseconds = (long)time.GetElapsedTime(task.GenerationStart).TotalMicroseconds,
        };
        memory.Release(task.Sequence);
        task.Send(new() { Finished = finished });
        task.Complete();
        logger.Generated(task.Prompt.Length, finished.CompletionTokens, finished.PromptMicroseconds, finished.GenerationMicroseconds);
    }

    /// <summary>Its session stays.</summary>
    public void Fail(GenerationTask task, StatusCode code, string detail)
    {
        memory.Release(task.Sequence);
        task.Fail(code, detail);
    }

    /// <summary>Its session goes: what is in memory of it is not to be built upon.</summary>
    public void FailAndWipe(GenerationTask task, StatusCode code, string detail)
    {
        var sequence = task.Sequence;
        memory.Release(sequence);
        memory.Wipe(sequence);
        task.Fail(code, detail);
    }
}
