using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Generates for all requests together. Each turn evaluates one batch: the last token of every generating request, and pieces of the prompts
/// that wait, so that a long prompt does not hold up the others.
/// </summary>
internal sealed class BatchLoop : IEngineWork, IDisposable
{
    readonly LlamaContext context;
    readonly string model;
    readonly Vocabulary vocabulary;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly SequenceMemory memory;
    readonly BatchBuilder batch;
    readonly OwnerShares shares = new();
    readonly BatchPace pace;
    readonly Interruption interruption;
    readonly Distribution scratch;
    readonly LogProbabilities logProbabilities;
    volatile GenerationTask[] inBatch = [];

    /// <param name="model">SHA-256 of its files, lower-case hex.</param>
    public BatchLoop(LlamaContext context, string model, Vocabulary vocabulary, TimeProvider time, ILogger logger)
    {
        this.context = context;
        this.model = model;
        this.vocabulary = vocabulary;
        this.time = time;
        this.logger = logger;
        batch = new(context.BatchTokens);
        pace = new(time);
        interruption = new(time);
        memory = new(context, batch.Buffer, logger);
        scratch = new(vocabulary.Count);
        logProbabilities = new(vocabulary);
        Thread = new("batch loop", this, time);
    }

    public EngineThread Thread { get; }

    /// <summary>Queues a request; its events tell what becomes of it.</summary>
    public void Submit(GenerationTask task)
    {
        if (!Thread.TryAdd(() => Admit(task)))
        {
            task.Fail(StatusCode.Unavailable, "The worker is stopping. Try again on another.");
        }
        else if (inBatch is { Length: > 0 } others && others.All(other => other.Key.Owner != task.Key.Owner) && interruption.IsDue(batch.Buffer.Count))
        {
            context.RequestAbort();
        }
    }

    /// <summary>Forgets a session; a request that uses it fails with ABORTED. False when there is none.</summary>
    public Task<bool> CloseSessionAsync(SessionKey key) => Thread.RunAsync(() => Close(key), whenStopped: false);

    /// <summary>A copy of an idle session, which stays; null: there is none.</summary>
    /// <exception cref="RpcException">ABORTED: it is busy. RESOURCE_EXHAUSTED: it is larger. UNIMPLEMENTED: this model's memory cannot be copied out.</exception>
    public Task<SessionState?> SaveAsync(SessionKey key, long largestBytes) => Thread.RunAsync(() => Save(key, largestBytes), whenStopped: null);

    /// <summary>Makes a session of a saved one; how many tokens it has.</summary>
    /// <param name="received">Bytes of the state that came.</param>
    /// <exception cref="RpcException">As the protocol says.</exception>
    public Task<int> RestoreAsync(SessionKey key, SessionState state, long received, CancellationToken cancellation) => Thread.RunAsync(() => Restore(key, state, received, cancellation), whenStopped: 0);

    /// <summary>What it holds for one owner can be overwritten while it holds something for others.</summary>
    public bool WipesOwnersApart => memory.CanOverwrite;

    /// <summary>Bytes of the largest session that can be restored; 0: none can.</summary>
    public long LargestState => memory.LargestState;

    /// <summary>Forgets everything of an owner; its requests fail with ABORTED.</summary>
    public Task ForgetOwnerAsync(string owner) => Thread.RunAsync(() => Forget(owner), whenStopped: true);

    /// <summary>To be called when a request is cancelled: a batch that nobody waits for any more ends early. Any thread.</summary>
    public void OnCancelled()
    {
        Thread.Wake();
        if (inBatch is { Length: > 0 } tasks && tasks.All(task => task.Cancellation.IsCancellationRequested))
        {
            context.RequestAbort();
        }
    }

    public void Dispose()
    {
        Thread.Dispose();
        batch.Dispose();
    }

    bool IEngineWork.HasWork()
    {
        EndCancelled();
        return memory.Tasks.Any();
    }

    void IEngineWork.Turn(ComputeLease lease) => Evaluate([.. memory.Tasks], lease);

    void IEngineWork.Stop()
    {
        foreach (var task in memory.Tasks.ToList())
        {
            End(task, () => task.Fail(StatusCode.Unavailable, "The worker is stopping. Try again on another."));
        }
    }

    void IEngineWork.Abort() => context.RequestAbort();

    void Admit(GenerationTask task)
    {
        EndCancelled(); // what they held may be what this one needs
        int reused;
        try
        {
            task.Cancellation.ThrowIfCancellationRequested();
            task.Sampler = new(vocabulary, task.Sampling, scratch);
            reused = memory.Acquire(task);
        }
        catch (RpcException refusal)
        {
            task.Fail(refusal.StatusCode, refusal.Status.Detail);
            return;
        }
        catch (OperationCanceledException)
        {
            task.Fail(StatusCode.Cancelled, "The call was cancelled.");
            return;
        }

        task.Pending.AddRange(task.Prompt.Skip(reused));
        shares.Begin(task.Key.Owner, memory.Tasks.Where(other => other != task).Select(other => other.Key.Owner));
        task.Send(new() { Started = new() { PromptTokens = task.Prompt.Length, ReusedTokens = reused } });
    }

    bool Close(SessionKey key)
    {
        if (memory.Find(key) is not { } sequence)
        {
            return false;
        }

        if (sequence.Task is { } task)
        {
            End(task, () => task.Fail(StatusCode.Aborted, "The session was closed meanwhile. Send the request again where it is still wanted."));
        }

        memory.Wipe(sequence);
        return true;
    }

    SessionState? Save(SessionKey key, long largestBytes)
    {
        if (memory.Find(key) is not { } sequence || (sequence.IsIdle && sequence.Tokens.Count == 0))
        {
            return null;
        }

        return memory.StateLength(sequence) > largestBytes ? throw Refused(StatusCode.ResourceExhausted, "The session is larger than is asked for.")
            : !sequence.IsIdle ? throw Refused(StatusCode.Aborted, "The session is busy with a request. Save it when that has ended.")
            : memory.Save(sequence, model) ?? throw Refused(StatusCode.Unimplemented, "The memory of this kind of model cannot be copied out. Send the text again instead.");
    }

    // Whoever cancelled may already have had the session closed, for a purge: it must not come into being after that.
    int Restore(SessionKey key, SessionState state, long received, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            throw Refused(StatusCode.Cancelled, "The call was cancelled.");
        }

        if (memory.Find(key) is not null)
        {
            throw Refused(StatusCode.Aborted, "The session is there already.");
        }

        if (!memory.IsUsable(state, model, vocabulary.Count, received))
        {
            throw Refused(StatusCode.FailedPrecondition, "The session was saved with another model, release or context, or it is damaged. Send the text again instead.");
        }

        memory.Restore(key, state);
        return state.Tokens.Length;
    }

    static RpcException Refused(StatusCode code, string detail) => new(new Status(code, detail));

    bool Forget(string owner)
    {
        foreach (var sequence in memory.SequencesOf(owner))
        {
            if (sequence.Task is { } task)
            {
                End(task, () => task.Fail(StatusCode.Aborted, "What this request belongs to was forgotten meanwhile."));
            }

            memory.Wipe(sequence);
        }

        return true;
    }

    void EndCancelled()
    {
        foreach (var task in memory.Tasks.Where(task => task.Cancellation.IsCancellationRequested).ToList())
        {
            End(task, () => task.Fail(StatusCode.Cancelled, "The call was cancelled."));
        }
    }

    void Evaluate(GenerationTask[] tasks, ComputeLease lease)
    {
        batch.Fill(tasks, shares, pace, lease.IsContended);
        inBatch = [.. tasks.Where(task => task.InBatch > 0)];
        var start = time.GetTimestamp();
        interruption.Begin(start);
        Array.ForEach(inBatch, task => task.Sequence.MarkHighWater(Math.Min(task.Sequence.Tokens.Count + task.InBatch, context.TokensPerSequence)));
        var result = context.Decode(batch.Buffer);
        var took = time.GetElapsedTime(start);
        var evaluated = inBatch;
        inBatch = [];
        if (result == DecodeResult.Done)
        {
            pace.Measure(batch.Buffer.Count, took);
            Array.ForEach(evaluated, task => Advance(task, took, lease));
        }
        else
        {
            Recover(evaluated, result, lease);
        }
    }

    void Advance(GenerationTask task, TimeSpan took, ComputeLease lease)
    {
        Count(task, lease);
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
            Finish(task, FinishReason.Length);
            return;
        }

        try
        {
            Sample(task, context.Logits(task.OutputIndex));
        }
        catch (RpcException refusal) // a grammar that cannot be followed any further
        {
            End(task, () => task.Fail(refusal.StatusCode, refusal.Status.Detail));
        }
        catch (OutOfMemoryException)
        {
            End(task, () => task.Fail(StatusCode.InvalidArgument, "The grammar needs more memory than a worker has. Remove alternatives that begin alike and repetitions inside repetitions."));
        }
    }

    void Count(GenerationTask task, ComputeLease lease)
    {
        var (prompt, completion) = task.IsGenerating ? (0, task.InBatch) : (task.InBatch, 0);
        lease.Count(prompt, completion);
        shares.Count(task.Key.Owner, prompt, completion);
    }

    void Sample(GenerationTask task, ReadOnlySpan<float> logits)
    {
        switch (task.Sampler.Next(logits, out var token))
        {
            case SampleOutcome.Token when vocabulary.IsEnd(token):
            case SampleOutcome.NothingAllowed when task.Sampler.CanEnd: // a complete grammar allows the end only, and this model has no token for it
                Finish(task, FinishReason.Stop);
                break;
            case SampleOutcome.Token:
                Take(task, token, task.Sampling.TopLogProbs is { } top ? logProbabilities.Of(logits, token, top) : null);
                break;
            case SampleOutcome.NothingAllowed:
                End(task, () => task.Fail(StatusCode.InvalidArgument, "The grammar reached a point that no token of this model can go on from. Use characters that its vocabulary has, or another model."));
                break;
            case SampleOutcome.NotFinite:
                Forget(task, StatusCode.Internal, "The model computed no usable probabilities for this request. Try again; if it stays, check the model file.");
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
            Finish(task, FinishReason.Stop);
        }
        else if (task.CompletionTokens == task.MaxTokens)
        {
            Finish(task, FinishReason.Length);
        }
    }

    void Finish(GenerationTask task, FinishReason reason)
    {
        task.Text.Finish();
        var finished = new GenerationFinished
        {
            Reason = task.Text.Stopped ? FinishReason.Stop : reason,
            CompletionTokens = task.CompletionTokens,
            PromptMicroseconds = (long)task.PromptTime.TotalMicroseconds,
            GenerationMicroseconds = (long)time.GetElapsedTime(task.GenerationStart).TotalMicroseconds,
        };
        End(task, () =>
        {
            task.Send(new() { Finished = finished });
            task.Complete();
        });
        logger.Generated(task.Prompt.Length, finished.CompletionTokens, finished.PromptMicroseconds, finished.GenerationMicroseconds);
    }

    // The sequence is free, and wiped where nothing is to be kept, before the caller learns of the end: its next request finds it.
    void End(GenerationTask task, Action tell)
    {
        memory.Release(task.Sequence);
        tell();
    }

    void Forget(GenerationTask task, StatusCode code, string detail)
    {
        var sequence = task.Sequence;
        End(task, () => { });
        memory.Wipe(sequence);
        task.Fail(code, detail);
    }

    void Recover(GenerationTask[] tasks, DecodeResult result, ComputeLease lease)
    {
        if (result != DecodeResult.Aborted)
        {
            logger.BatchFailed(result.ToString(), tasks.Length);
        }

        switch (result)
        {
            case DecodeResult.Aborted:
                Array.ForEach(tasks, memory.Rewind);
                break;
            case DecodeResult.NoRoom or DecodeResult.InvalidBatch when tasks.Length > 1:
                // Nothing was evaluated. Each alone, so that the one that does not fit fails alone.
                Array.ForEach(tasks, task => Evaluate([task], lease));
                break;
            case DecodeResult.NoRoom:
                Forget(tasks[0], StatusCode.OutOfRange, $"The sequence is full: it holds {context.TokensPerSequence} tokens. Send a shorter prompt or ask for fewer tokens.");
                break;
            default:
                Array.ForEach(tasks, task => Forget(task, StatusCode.Internal, "The model failed on this batch. Try again; if it stays, restart the worker."));
                break;
        }
    }
}
