using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Chooses what goes into the next batch. Owner thread only.</summary>
internal sealed class BatchBuilder(int capacity) : IDisposable
{
    /// <summary>Prompt tokens per batch while others generate: what one of their tokens may at most wait for.</summary>
    const int PromptTokensBesideOthers = 128;

    public LlamaBatchBuffer Buffer { get; } = new(capacity);

    /// <summary>One token for every generating task, then prompts in equal shares. Each task learns what of it is in the batch.</summary>
    public void Fill(IReadOnlyList<GenerationTask> tasks)
    {
        Buffer.Clear();
        foreach (var task in tasks)
        {
            Add(task, task.IsGenerating ? Math.Min(1, task.Pending.Count) : 0);
        }

        var waiting = tasks.Where(task => task.InBatch == 0).OrderBy(task => task.Pending.Count).ToList();
        var room = Buffer.Count == 0 ? Buffer.Capacity : Math.Min(Buffer.Capacity - Buffer.Count, PromptTokensBesideOthers);
        for (var i = 0; i < waiting.Count; i++)
        {
            // The shortest first: what it leaves of its share goes to the others.
            var share = Math.Max(1, room / (waiting.Count - i));
            Add(waiting[i], Math.Min(Math.Min(share, room), waiting[i].Pending.Count));
            room -= waiting[i].InBatch;
        }
    }

    public void Dispose() => Buffer.Dispose();

    void Add(GenerationTask task, int count)
    {
        task.InBatch = count;
        task.OutputIndex = -1;
        for (var i = 0; i < count; i++)
        {
            var last = i == task.Pending.Count - 1;
            var index = Buffer.Add(task.Pending[i], task.Sequence.Tokens.Count + i, task.Sequence.Id, last);
            task.OutputIndex = last ? index : -1;
        }
    }
}
