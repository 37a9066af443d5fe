using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// The one thread that owns the context. Each turn evaluates one batch: the last token of every generating request, and pieces of the prompts
/// that wait, so that a long prompt does not hold up the others.
/// </summary>
internal sealed class BatchLoop : IDisposable
{
    readonly BlockingCollection<Action> commands = [];
    readonly LlamaContext context;
    readonly Vocabulary vocabulary;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly SequencePool pool;
    readonly BatchBuilder batch;
    readonly SequenceWiper wiper;
    readonly ComputeLease lease = new();
    readonly OwnerShares shares = new();
    readonly Distribution scratch;
    readonly LogProbabilities logProbabilities;
    readonly Thread thread;
    volatile GenerationTask[] inBatch = [];

    public BatchLoop(LlamaContext context, Vocabulary vocabulary, TimeProvider time, ILogger logger)
    {
        this.context = context;
        this.vocabulary = vocabulary;
        this.time = time;
        this.logger = logger;
        batch = new(context.BatchTokens);
        wiper = new(context, logger);
        wiper.Learn(batch.Buffer, token: 0);
        pool = new(context.Sequences, wiper.Wipe);
        scratch = new(vocabulary.Count);
        logProbabilities = new(vocabulary);
        thread = new(Run) { Name = "batch loop", IsBackground = true };
        thread.Start();
    }

    /// <summary>Queues a request; its events tell what becomes of it.</summary>
    public void Submit(GenerationTask task)
    {
        if (!TryAdd(() => Admit(task)))
        {
            task.Fail(StatusCode.Unavailable, "The worker is stopping. Try again on another.");
        }
    }

    /// <summary>Forgets a session; a request that uses it fails with ABORTED. False when there is none.</summary>
    public Task<bool> CloseSessionAsync(SessionKey key)
    {
        var closed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAdd(() => closed.SetResult(Close(key))) ? closed.Task : Task.FromResult(false);
    }

    /// <summary>Forgets everything of an owner; its requests fail with ABORTED.</summary>
    public Task ForgetOwnerAsync(string owner)
    {
        var forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAdd(() => Forget(owner, forgotten)) ? forgotten.Task : Task.CompletedTask;
    }

    /// <summary>Evaluates by grant only from now on, see <see cref="ComputeLease"/>. What it reports until somebody else leases.</summary>
    public Task<ChannelReader<ComputeReport>> LeaseAsync()
    {
        var attached = new TaskCompletionSource<ChannelReader<ComputeReport>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAdd(() => attached.SetResult(lease.Attach())) ? attached.Task : Task.FromResult(Channel.CreateUnbounded<ComputeReport>().Reader);
    }

    /// <summary>An order of the lease.</summary>
    public void Order(ComputeOrder order) => TryAdd(() => lease.Take(order));

    /// <summary>To be called when a request is cancelled: a batch that nobody waits for any more ends early. Any thread.</summary>
    public void OnCancelled()
    {
        TryAdd(() => { }); // wakes a loop that waits for a grant
        if (inBatch is { Length: > 0 } tasks && tasks.All(task => task.Cancellation.IsCancellationRequested))
        {
            context.RequestAbort();
        }
    }

    public void Dispose()
    {
        commands.CompleteAdding();
        context.RequestAbort();
        thread.Join();
        commands.Dispose();
        batch.Dispose();
    }

    bool TryAdd(Action command)
    {
        try
        {
            return commands.TryAdd(command);
        }
        catch (InvalidOperationException)
        {
            return false; // no more are taken
        }
    }

    void Run()
    {
        while (!commands.IsCompleted)
        {
            while (commands.TryTake(out var command, CanEvaluate() ? 0 : Timeout.Infinite))
            {
                command();
            }

            if (commands.IsAddingCompleted)
            {
                break;
            }

            Turn();
        }

        foreach (var task in pool.Tasks.ToList())
        {
            End(task, () => task.Fail(StatusCode.Unavailable, "The worker is stopping. Try again on another."));
        }
    }

    // A cancelled request must end even without a grant.
    bool CanEvaluate()
    {
        EndCancelled();
        var hasWork = pool.Tasks.Any();
        lease.Report(hasWork);
        return hasWork && lease.IsHeld;
    }

    void Admit(GenerationTask task)
    {
        EndCancelled(); // what they held may be what this one needs
        try
        {
            task.Cancellation.ThrowIfCancellationRequested();
            task.Sampler = new(vocabulary, task.Sampling, scratch);
            task.Sequence = pool.Acquire(task);
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

        var reused = RollBack(task.Sequence, task.Prompt);
        task.Pending.AddRange(task.Prompt.Skip(reused));
        shares.Begin(task.Key.Owner, pool.Tasks.Where(other => other != task).Select(other => other.Key.Owner));
        task.Send(new() { Started = new() { PromptTokens = task.Prompt.Length, ReusedTokens = reused } });
    }

    // Keeps the longest common prefix. The last token of a prompt is always evaluated: its logits are not kept.
    int RollBack(Sequence sequence, int[] prompt)
    {
        var common = 0;
        while (common < sequence.Tokens.Count && common < prompt.Length - 1 && sequence.Tokens[common] == prompt[common])
        {
            common++;
        }

        return Truncate(sequence, common);
    }

    // How many tokens are left: none where the model cannot forget a part.
    int Truncate(Sequence sequence, int length)
    {
        if (!context.RemoveFrom(sequence.Id, length))
        {
            context.Remove(sequence.Id);
            length = 0;
        }

        sequence.Tokens.RemoveRange(length, sequence.Tokens.Count - length);
        return length;
    }

    bool Close(SessionKey key)
    {
        if (pool.Find(key) is not { } sequence)
        {
            return false;
        }

        if (sequence.Task is { } task)
        {
            End(task, () => task.Fail(StatusCode.Aborted, "The session was closed meanwhile. Send the request again where it is still wanted."));
        }

        wiper.Wipe(sequence);
        ClearIfFree();
        return true;
    }

    void Forget(string owner, TaskCompletionSource forgotten)
    {
        foreach (var sequence in pool.SequencesOf(owner).ToList())
        {
            if (sequence.Task is { } task)
            {
                End(task, () => task.Fail(StatusCode.Aborted, "What this request belongs to was forgotten meanwhile."));
            }

            wiper.Wipe(sequence);
        }

        ClearIfFree();
        forgotten.SetResult();
    }

    void EndCancelled()
    {
        foreach (var task in pool.Tasks.Where(task => task.Cancellation.IsCancellationRequested).ToList())
        {
            End(task, () => task.Fail(StatusCode.Cancelled, "The call was cancelled."));
        }
    }

    void Turn()
    {
        var tasks = pool.Tasks.ToArray();
        if (tasks.Length > 0)
        {
            Evaluate(tasks);
        }
    }

    void Evaluate(GenerationTask[] tasks)
    {
        batch.Fill(tasks, shares, lease.IsContended);
        inBatch = [.. tasks.Where(task => task.InBatch > 0)];
        var start = time.GetTimestamp();
        var result = context.Decode(batch.Buffer);
        var took = time.GetElapsedTime(start);
        var evaluated = inBatch;
        inBatch = [];
        if (result == DecodeResult.Done)
        {
            Array.ForEach(evaluated, task => Advance(task, took));
        }
        else
        {
            Recover(evaluated, result);
        }
    }

    void Advance(GenerationTask task, TimeSpan took)
    {
        Count(task);
        task.Sequence.Tokens.AddRange(task.Pending.Take(task.InBatch));
        task.Sequence.MarkHighWater();
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

    void Count(GenerationTask task)
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
        pool.Release(task.Sequence);
        ClearIfFree();
        tell();
    }

    // For models whose sequences cannot be overwritten one by one.
    void ClearIfFree()
    {
        if (!wiper.CanOverwrite && pool.AllFree)
        {
            context.Wipe();
        }
    }

    void Forget(GenerationTask task, StatusCode code, string detail)
    {
        var sequence = task.Sequence;
        End(task, () => { });
        wiper.Wipe(sequence);
        ClearIfFree();
        task.Fail(code, detail);
    }

    void Recover(GenerationTask[] tasks, DecodeResult result)
    {
        if (result != DecodeResult.Aborted)
        {
            logger.BatchFailed(result.ToString(), tasks.Length);
        }

        switch (result)
        {
            case DecodeResult.Aborted:
                Array.ForEach(tasks, Rewind);
                break;
            case DecodeResult.NoRoom or DecodeResult.InvalidBatch when tasks.Length > 1:
                // Nothing was evaluated. Each alone, so that the one that does not fit fails alone.
                Array.ForEach(tasks, task => Evaluate([task]));
                break;
            case DecodeResult.NoRoom:
                Forget(tasks[0], StatusCode.OutOfRange, $"The sequence is full: it holds {context.TokensPerSequence} tokens. Send a shorter prompt or ask for fewer tokens.");
                break;
            default:
                Array.ForEach(tasks, task => Forget(task, StatusCode.Internal, "The model failed on this batch. Try again; if it stays, restart the worker."));
                break;
        }
    }

    // Parts of an aborted batch may be in memory: back to where it began. What cannot be rolled back is evaluated again.
    void Rewind(GenerationTask task)
    {
        var before = task.Sequence.Tokens.ToList();
        task.Pending.InsertRange(0, before.Skip(Truncate(task.Sequence, before.Count)));
    }
}
