using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Chooses what goes into the next batch. Owner thread only.</summary>
internal sealed class BatchBuilder(int capacity) : IDisposable
{
    /// <summary>Tokens of an answer until which prompts of owners that come later wait: by then its first words are on a screen.</summary>
    const int Beginning = 4;

    /// <summary>Tokens, weighted, that an owner with few requests may be served more than others and still goes first.</summary>
    const long Ahead = 4_096;

    /// <summary>Prompt tokens that a batch may hold beside others of the same owner, however slow the machine is.</summary>
    const int LeastBesideOwn = 128;

    /// <summary>What a token of the same owner may wait for prompts in its batch.</summary>
    static readonly TimeSpan besideOwn = TimeSpan.FromSeconds(1);

    /// <summary>What another owner, also one that comes now, may wait for.</summary>
    static readonly TimeSpan besideOthers = TimeSpan.FromMilliseconds(250);

    long batches;

    public LlamaBatchBuffer Buffer { get; } = new(capacity);

    /// <summary>
    /// One token for every generating task, then prompts of one owner, in equal shares or in turns: of the one with the fewest requests, then that was served least, among
    /// those who wait for the beginning of an answer. Each task learns what of it is in the batch.
    /// </summary>
    /// <param name="isContended">Other workers wait for the cores: no batch is long.</param>
    public void Fill(IReadOnlyList<GenerationTask> tasks, OwnerShares shares, BatchPace pace, bool isContended)
    {
        Buffer.Clear();
        batches++;
        foreach (var task in tasks)
        {
            task.LastBatch ??= batches - 1;
            Add(task, task.IsGenerating ? Math.Min(1, task.Pending.Count) : 0);
        }

        if (tasks.Any(task => task.Key.Owner != tasks[0].Key.Owner))
        {
            pace.MarkCrowded();
        }

        var room = Math.Min(Buffer.Capacity - Buffer.Count, Room(pace, isContended));
        var next = Next(tasks, shares);
        var before = Buffer.Count;
        AddPrompts(Waiting(tasks, task => task.Key.Owner == next), room);
        AddOthers(tasks, next, shares, pace, Buffer.Count - before);
    }

    // What a batch has to spare, four times a second: a stream of small requests must not keep all other prompts waiting.
    void AddOthers(IReadOnlyList<GenerationTask> tasks, string? next, OwnerShares shares, BatchPace pace, int prompts)
    {
        var others = Waiting(tasks, task => task.Key.Owner != next);
        if (others.Count > 0 && pace.OthersWaited >= besideOthers && Math.Min(BatchPace.Spare - prompts, Buffer.Capacity - Buffer.Count) is > 0 and var spare)
        {
            var least = others.MinBy(task => shares.ServedTo(task.Key.Owner))!.Key.Owner; // there is one
            AddPrompts([.. others.Where(task => task.Key.Owner == least)], spare);
            pace.MarkOthersServed();
        }
        else if (others.Count == 0)
        {
            pace.MarkOthersServed();
        }
    }

    static List<GenerationTask> Waiting(IReadOnlyList<GenerationTask> tasks, Predicate<GenerationTask> which) =>
        [.. tasks.Where(task => task.InBatch == 0 && which(task)).OrderBy(task => task.Pending.Count)];

    // Whoever has one request at a time is not to notice whoever has many, as long as it was not served far more: then tokens alone decide.
    static string? Next(IReadOnlyList<GenerationTask> tasks, OwnerShares shares)
    {
        var least = tasks.Min(task => shares.ServedTo(task.Key.Owner));
        return tasks.GroupBy(task => task.Key.Owner).Where(owner => owner.Any(task => task.CompletionTokens < Beginning))
            .MinBy(owner => ((shares.ServedTo(owner.Key) - least) / Ahead, owner.Count(), shares.ServedTo(owner.Key)))?.Key;
    }

    int Room(BatchPace pace, bool isContended) =>
        isContended || pace.IsCrowded ? pace.TokensIn(besideOthers)
        : Buffer.Count > 0 ? Math.Max(LeastBesideOwn, pace.TokensIn(besideOwn))
        : Buffer.Capacity;

    // The shortest first: what it leaves of its share goes to the others. No share is smaller than what is evaluated as fast as less: where
    // not all can have one, they take turns.
    void AddPrompts(List<GenerationTask> waiting, int room)
    {
        if (waiting.Count * BatchPace.Spare > room)
        {
            waiting = [.. waiting.OrderBy(task => task.LastBatch)];
        }

        for (var i = 0; i < waiting.Count; i++)
        {
            var share = Math.Max(BatchPace.Spare, room / (waiting.Count - i));
            Add(waiting[i], Math.Min(Math.Min(share, room), waiting[i].Pending.Count));
            room -= waiting[i].InBatch;
        }
    }

    public void Dispose() => Buffer.Dispose();

    void Add(GenerationTask task, int count)
    {
        task.InBatch = count;
        task.LastBatch = count > 0 ? batches : task.LastBatch;
        task.OutputIndex = -1;
        for (var i = 0; i < count; i++)
        {
            var last = i == task.Pending.Count - 1;
            var index = Buffer.Add(task.Pending[i], task.Sequence.Tokens.Count + i, task.Sequence.Id, last);
            task.OutputIndex = last ? index : -1;
        }
    }
}
