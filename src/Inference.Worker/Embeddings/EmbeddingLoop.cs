using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Embeddings;

/// <summary>
/// Makes vectors of the texts of all requests: each turn evaluates as many whole texts as a batch holds, first of the owner that was served least,
/// and then overwrites what the model remembers of them.
/// </summary>
internal sealed class EmbeddingLoop : IEngineWork, IDisposable
{
    /// <summary>Tokens beyond which no further text joins a batch: what the next owner waits for is short.</summary>
    const int EnoughTokens = 512;

    readonly LlamaContext context;
    readonly ILogger logger;
    readonly LlamaBatchBuffer batch;
    readonly OwnerShares shares = new();
    readonly List<EmbeddingTask> tasks = [];
    readonly List<(EmbeddingTask Task, int Text)> inBatch = [];

    public EmbeddingLoop(LlamaContext context, TimeProvider time, ILogger logger)
    {
        this.context = context;
        this.logger = logger;
        batch = new(context.BatchTokens);
        Thread = new("embedding loop", this, time);
    }

    public EngineThread Thread { get; }

    /// <summary>Queues a request.</summary>
    public void Submit(EmbeddingTask task)
    {
        if (!Thread.TryAdd(() => Admit(task)))
        {
            task.Fail(StatusCode.Unavailable, "The worker is stopping. Try again on another.");
        }
    }

    /// <summary>Ends an owner's requests with ABORTED; nothing else of it is there between two batches.</summary>
    public Task ForgetOwnerAsync(string owner) => Thread.RunAsync(() => End(task => task.Owner == owner, StatusCode.Aborted, "What this request belongs to was forgotten meanwhile."), whenStopped: 0);

    public void Dispose()
    {
        Thread.Dispose();
        batch.Dispose();
    }

    bool IEngineWork.HasWork()
    {
        End(task => task.Cancellation.IsCancellationRequested, StatusCode.Cancelled, "The call was cancelled.");
        return tasks.Count > 0;
    }

    void IEngineWork.Turn(ComputeLease lease)
    {
        Fill();
        var result = context.Decode(batch);
        if (result == DecodeResult.Done)
        {
            foreach (var (task, sequence) in inBatch.Select((one, sequence) => (one.Task, sequence)))
            {
                Take(task, sequence, lease);
            }
        }
        else if (result != DecodeResult.Aborted)
        {
            logger.BatchFailed(result.ToString(), inBatch.Count);
            var failed = inBatch.Select(one => one.Task).ToHashSet();
            End(failed.Contains, StatusCode.Internal, "The model failed on this batch. Try again; if it stays, restart the worker.");
        }

        context.Wipe();
    }

    void IEngineWork.Stop() => End(_ => true, StatusCode.Unavailable, "The worker is stopping. Try again on another.");

    void IEngineWork.Abort() => context.RequestAbort();

    void Admit(EmbeddingTask task)
    {
        shares.Begin(task.Owner, tasks.Select(other => other.Owner));
        tasks.Add(task);
    }

    // A text is always whole in one batch: models that look both ways read it at once. The caller knows that there is a task.
    void Fill()
    {
        batch.Clear();
        inBatch.Clear();
        foreach (var task in tasks.OrderBy(task => shares.ServedTo(task.Owner)))
        {
            for (var text = task.Next; text < task.Texts.Count && Fits(task.Texts[text]); text++)
            {
                for (var i = 0; i < task.Texts[text].Length; i++)
                {
                    batch.Add(task.Texts[text][i], i, inBatch.Count, output: true);
                }

                inBatch.Add((task, text));
            }
        }
    }

    bool Fits(int[] text) => batch.Count == 0 || (inBatch.Count < context.Sequences && batch.Count + text.Length <= Math.Min(EnoughTokens, batch.Capacity));

    void Take(EmbeddingTask task, int sequence, ComputeLease lease)
    {
        var text = inBatch[sequence].Text;
        var vector = context.Embedding(sequence);
        var length = TensorPrimitives.Norm<float>(vector);
        lease.Count(task.Texts[text].Length, 0);
        shares.Count(task.Owner, task.Texts[text].Length, 0);
        if (!float.IsFinite(length) || length == 0)
        {
            End(other => other == task, StatusCode.Internal, "The model computed no usable vector for a text. Try again; if it stays, check the model file.");
            return;
        }

        TensorPrimitives.Divide(vector, length, vector);
        task.Send(new() { Index = text, Tokens = task.Texts[text].Length, Vector = ByteString.CopyFrom(MemoryMarshal.AsBytes(vector)) });
        vector.Clear();
        task.Next = text + 1;
        if (task.Next == task.Texts.Count)
        {
            tasks.Remove(task);
            task.Complete();
        }
    }

    int End(Predicate<EmbeddingTask> which, StatusCode code, string detail)
    {
        foreach (var task in tasks.FindAll(which))
        {
            task.Fail(code, detail);
        }

        return tasks.RemoveAll(which);
    }
}
