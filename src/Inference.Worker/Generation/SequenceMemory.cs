using System.Runtime.InteropServices;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// What the context's sequences hold and for whom: found by owner and session, rolled back to what a prompt has in common with them, and
/// wiped before they change hands. Owner thread only.
/// </summary>
internal sealed class SequenceMemory
{
    readonly LlamaContext context;
    readonly SequenceWiper wiper;
    readonly SequencePool pool;

    /// <param name="buffer">Empty; used once, to learn how the memory is laid out.</param>
    public SequenceMemory(LlamaContext context, LlamaBatchBuffer buffer, TimeProvider time, ILogger logger)
    {
        this.context = context;
        wiper = new(context, logger);
        wiper.Learn(buffer, token: 0);
        pool = new(context.Sequences, wiper.Wipe, time);
    }

    public IEnumerable<GenerationTask> Tasks => pool.Tasks;

    /// <summary>One sequence's cells can be overwritten while others are in use.</summary>
    public bool CanOverwrite => wiper.CanOverwrite;

    /// <summary>A sequence for the task, with as much of its prompt as the session holds: how many tokens that are.</summary>
    /// <exception cref="Grpc.Core.RpcException">As <see cref="SequencePool.Acquire"/>.</exception>
    public int Acquire(GenerationTask task)
    {
        task.Sequence = pool.Acquire(task.Key, task.IsOfOpenVisit);
        task.Sequence.Task = task;
        task.Sequence.PromptTokens = task.Prompt.Length;
        return RollBack(task.Sequence, task.Prompt);
    }

    /// <summary>After a request: its session stays; a sequence without one is wiped.</summary>
    public void Release(Sequence sequence)
    {
        pool.Release(sequence);
        ClearIfFree();
    }

    /// <summary>The session's sequence; null when there is none.</summary>
    public Sequence? Find(SessionKey key) => pool.Find(key);

    public IReadOnlyList<Sequence> SequencesOf(string owner) => [.. pool.SequencesOf(owner)];

    public void Wipe(Sequence sequence)
    {
        wiper.Wipe(sequence);
        ClearIfFree();
    }

    /// <summary>
    /// Back to where an aborted batch began: parts of it may be in memory. What the model cannot forget in part is evaluated again.
    /// </summary>
    public void Rewind(GenerationTask task)
    {
        var before = task.Sequence.Tokens.ToList();
        task.Pending.InsertRange(0, before.Skip(Truncate(task.Sequence, before.Count)));
    }

    /// <summary>
    /// A copy of what an idle session was sent, to which it is rolled back; null where this model's memory cannot be copied out. Not what it answered: that may
    /// have to be gone before.
    /// </summary>
    /// <param name="model">SHA-256 of the model.</param>
    public unsafe SessionState? Save(Sequence sequence, string model)
    {
        if (wiper.Layout is not { } layout)
        {
            return null;
        }

        Truncate(sequence, Math.Min(sequence.Tokens.Count, sequence.PromptTokens));
        var (cells, length) = (sequence.Tokens.Count, context.StateLength(sequence.Id));
        var native = (byte*)NativeMemory.AllocZeroed(length);
        try
        {
            var state = SessionState.Of(model, layout, sequence.Tokens);
            if (length == (nuint)layout.SizeOf(cells) && context.ReadState(sequence.Id, native, length) && layout.CopyRows(native, sequence.Id, cells, state.Rows))
            {
                return state;
            }

            state.Dispose();
            return null;
        }
        finally
        {
            NativeMemory.Clear(native, length);
            NativeMemory.Free(native);
        }
    }

    /// <summary>Bytes of what <see cref="Save"/> would copy; 0 where it would nothing.</summary>
    public long StateLength(Sequence sequence) => wiper.Layout is { } layout ? SessionState.LengthOf(layout, Math.Min(sequence.Tokens.Count, sequence.PromptTokens)) : 0;

    /// <summary>Makes a session of a state that <see cref="SessionState.IsOf"/> found to be of this model.</summary>
    /// <exception cref="Grpc.Core.RpcException">As <see cref="SequencePool.Acquire"/>.</exception>
    public unsafe void Restore(SessionKey key, SessionState state)
    {
        var layout = wiper.Layout ?? throw new InvalidOperationException("This model's memory cannot be filled.");
        var sequence = pool.Acquire(key, isOfOpenVisit: true); // no other session is ever saved
        var cells = state.Tokens.Length;
        var length = (nuint)layout.SizeOf(cells);
        var native = (byte*)NativeMemory.AllocZeroed(length);
        try
        {
            layout.Compose(native, sequence.Id, cells, state.Rows);
            sequence.MarkHighWater(cells);
            if (!context.WriteState(sequence.Id, native, length))
            {
                wiper.Wipe(sequence);
                throw new InvalidOperationException($"A state of {cells} tokens was not taken.");
            }

            sequence.Tokens.AddRange(state.Tokens);
            sequence.PromptTokens = state.Tokens.Length;
        }
        finally
        {
            NativeMemory.Clear(native, length);
            NativeMemory.Free(native);
        }
    }

    /// <summary>Whether these bytes are a session that this model can go on with.</summary>
    public bool IsUsable(SessionState state, string model, int vocabulary, long received) =>
        wiper.Layout is { } layout && state.IsOf(model, layout, context.TokensPerSequence, vocabulary, received);

    /// <summary>Bytes of the largest session; 0 where none can be saved.</summary>
    public long LargestState => wiper.Layout is { } layout ? SessionState.LengthOf(layout, context.TokensPerSequence) : 0;

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

    // For models whose sequences cannot be overwritten one by one.
    void ClearIfFree()
    {
        if (!wiper.CanOverwrite && pool.AllFree)
        {
            context.Wipe();
        }
    }
}
