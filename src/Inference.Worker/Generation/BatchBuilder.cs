using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Chooses what goes into the next batch. Owner thread only.</summary>
internal sealed class BatchBuilder(int capacity) : IDisposable
{
    /// <summary>Prompt tokens per batch while others generate: what one of their tokens may at most wait for.</summary>
    const int PromptTokensBesideOthers = 128;

    public LlamaBatchBuffer Buffer { get; } = new(capacity);

    /// <summary>
    /// One token for every generating task, then prompts: of the owner that was served least first, and in equal shares among those of one owner.
    /// Each task learns what of it is in the batch.
    /// </summary>
    /// <param name="isContended">Other workers wait for the cores: no batch is long.</param>
    public void Fill(IReadOnlyList<GenerationTask> tasks, OwnerShares shares, bool isContended)
    {
        Buffer.Clear();
        foreach (var task in tasks)
        {
            Add(task, task.IsGenerating ? Math.Min(1, task.Pending.Count) : 0);
        }

        var room = Buffer.Count == 0 && !isContended ? Buffer.Capacity : Math.Min(Buffer.Capacity - Buffer.Count, PromptTokensBesideOthers);
        foreach (var owner in tasks.Where(task => task.InBatch == 0).GroupBy(task => task.Key.Owner).OrderBy(owner => shares.ServedTo(owner.Key)))
        {
            room = AddPrompts([.. owner.OrderBy(task => task.Pending.Count)], room);
        }
    }

    // The shortest first: what it leaves of its share goes to the others. Returns the room that is left.
    int AddPrompts(List<GenerationTask> waiting, int room)
    {
        for (var i = 0; i < waiting.Count; i++)
        {
            var share = Math.Max(1, room / (waiting.Count - i));
            Add(waiting[i], Math.Min(Math.Min(share, room), waiting[i].Pending.Count));
            room -= waiting[i].InBatch;
        }

        return room;
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
