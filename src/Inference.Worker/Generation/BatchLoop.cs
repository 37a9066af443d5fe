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
    readonly Vocabulary vocabulary;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly SequenceMemory memory;
    readonly BatchBuilder batch;
    readonly OwnerShares shares = new();
    readonly BatchPace pace;
    readonly Interruption interruption;
    readonly Distribution scratch;
    readonly TaskEnding ending;
    readonly TaskStep step;
    readonly SessionOperations sessions;
    volatile GenerationTask[] inBatch = [];

    /// <param name="model">SHA-256 of its files, lower-case hex.</param>
    public BatchLoop(LlamaContext context, string model, Vocabulary vocabulary, TimeProvider time, ILogger logger)
    {
        this.context = context;
        this.vocabulary = vocabulary;
        this.time = time;
        this.logger = logger;
        batch = new(context.BatchTokens);
        pace = new(time);
        interruption = new(time);
        memory = new(context, batch.Buffer, time, logger);
        scratch = new(vocabulary.Count);
        ending = new(memory, time, logger);
        step = new(context, vocabulary, ending, time);
        sessions = new(memory, ending, model, vocabulary.Count);
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
    public Task<bool> CloseSessionAsync(SessionKey key) => Thread.RunAsync(() => sessions.Close(key), whenStopped: false);

    /// <summary>A copy of an idle session, which stays; null: there is none.</summary>
    /// <exception cref="RpcException">ABORTED: it is busy. RESOURCE_EXHAUSTED: it is larger. UNIMPLEMENTED: this model's memory cannot be copied out.</exception>
    public Task<SessionState?> SaveAsync(SessionKey key, long largestBytes) => Thread.RunAsync(() => sessions.Save(key, largestBytes), whenStopped: null);

    /// <summary>Makes a session of a saved one; how many tokens it has.</summary>
    /// <param name="received">Bytes of the state that came.</param>
    /// <exception cref="RpcException">As the protocol says.</exception>
    public Task<int> RestoreAsync(SessionKey key, SessionState state, long received, CancellationToken cancellation) => Thread.RunAsync(() => sessions.Restore(key, state, received, cancellation), whenStopped: 0);

    /// <summary>What it holds for one owner can be overwritten while it holds something for others.</summary>
    public bool WipesOwnersApart => memory.CanOverwrite;

    /// <summary>Bytes of the largest session that can be restored; 0: none can.</summary>
    public long LargestState => memory.LargestState;

    /// <summary>Forgets everything of an owner; its requests fail with ABORTED.</summary>
    public Task ForgetOwnerAsync(string owner) => Thread.RunAsync(() => sessions.Forget(owner), whenStopped: true);

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
            ending.Fail(task, StatusCode.Unavailable, "The worker is stopping. Try again on another.");
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

    void EndCancelled()
    {
        foreach (var task in memory.Tasks.Where(task => task.Cancellation.IsCancellationRequested).ToList())
        {
            ending.Fail(task, StatusCode.Cancelled, "The call was cancelled.");
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
            Array.ForEach(evaluated, task =>
            {
                Count(task, lease);
                step.Advance(task, took);
            });
        }
        else
        {
            Recover(evaluated, result, lease);
        }
    }

    void Count(GenerationTask task, ComputeLease lease)
    {
        var (prompt, completion) = task.IsGenerating ? (0, task.InBatch) : (task.InBatch, 0);
        lease.Count(prompt, completion);
        shares.Count(task.Key.Owner, prompt, completion);
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
                ending.FailAndWipe(tasks[0], StatusCode.OutOfRange, $"The sequence is full: it holds {context.TokensPerSequence} tokens. Send a shorter prompt or ask for fewer tokens.");
                break;
            default:
                Array.ForEach(tasks, task => ending.FailAndWipe(task, StatusCode.Internal, "The model failed on this batch. Try again; if it stays, restart the worker."));
                break;
        }
    }
}
