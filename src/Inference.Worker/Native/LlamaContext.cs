using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>What a context is made with. Tokens and threads are counts of at least 1.</summary>
internal sealed record LlamaContextSize(int TokensPerSequence, int Sequences, int BatchTokens, int Threads)
{
    /// <summary>ggml types of the cache; default: f16.</summary>
    public int KeyType { get; init; } = NativeType.Cache("f16");

    public int ValueType { get; init; } = NativeType.Cache("f16");

    public int FlashAttention { get; init; } = NativeType.FlashAttention("auto");

    /// <summary>
    /// For a model that makes one vector of a text: all sequences together hold <see cref="TokensPerSequence"/>, and a batch as many, because such
    /// a model reads a text at once.
    /// </summary>
    public bool MakesEmbeddings { get; init; }
}

/// <summary>
/// A context (llama_context) with its key-value memory, split between the sequences so that none can see or crowd out another.
/// One thread at a time; only <see cref="RequestAbort"/> may come from others.
/// </summary>
internal sealed unsafe partial class LlamaContext : SafeHandle
{
    readonly LlamaModel model;
    readonly int* abort;
    readonly int vocabulary;

    LlamaContext(LlamaModel model) : base(0, ownsHandle: true)
    {
        var held = false;
        model.DangerousAddRef(ref held);
        this.model = model;
        vocabulary = model.TokenCount;
        abort = (int*)NativeMemory.AllocZeroed(sizeof(int));
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Returns an invalid handle when llama.cpp cannot make the context (memory).</summary>
    public static LlamaContext Create(LlamaModel model, LlamaContextSize size)
    {
        var context = new LlamaContext(model);
        var parameters = DefaultParams();
        parameters.Context = (uint)(RoundUp(size.TokensPerSequence) * (size.MakesEmbeddings ? 1 : size.Sequences));
        parameters.Batch = parameters.MicroBatch = (uint)size.BatchTokens;
        parameters.MaxSequences = (uint)size.Sequences;
        parameters.Threads = parameters.ThreadsBatch = size.Threads;
        (parameters.KeyType, parameters.ValueType, parameters.FlashAttentionType) = (size.KeyType, size.ValueType, size.FlashAttention);
        parameters.UnifiedCache = parameters.Embeddings = (byte)(size.MakesEmbeddings ? 1 : 0);
        parameters.AbortCallback = (nint)(delegate* unmanaged[Cdecl]<nint, byte>)&ShouldAbort;
        parameters.AbortCallbackData = (nint)context.abort;
        context.SetHandle(InitializeFromModel(model.DangerousGetHandle(), parameters));
        return context;
    }

    /// <summary>Tokens that one sequence can hold; llama.cpp rounds up to a multiple of 256.</summary>
    public int TokensPerSequence => (int)ContextPerSequence(handle);

    /// <summary>The most tokens in one batch; one more would end the process.</summary>
    public int BatchTokens => (int)BatchSize(handle);

    public int Sequences => (int)SequenceCount(handle);

    /// <summary>Evaluates the batch. Its tokens must be in the vocabulary.</summary>
    public DecodeResult Decode(LlamaBatchBuffer batch)
    {
        if (batch.Count == 0 || batch.Count > BatchTokens)
        {
            throw new InvalidOperationException($"A batch holds 1 to {BatchTokens} tokens, not {batch.Count}.");
        }

        Volatile.Write(ref *abort, 0);
        return Decode(handle, batch.Native) switch
        {
            0 => DecodeResult.Done,
            1 => DecodeResult.NoRoom,
            2 => DecodeResult.Aborted,
            -1 => DecodeResult.InvalidBatch,
            _ => DecodeResult.Failed,
        };
    }

    /// <summary>Ends the decode in progress early, if there is one. Any thread.</summary>
    public void RequestAbort() => Volatile.Write(ref *abort, 1);

    /// <summary>Logits of the batch's token at that index; empty when it was added without output. Valid until the next decode.</summary>
    public Span<float> Logits(int index)
    {
        var logits = LogitsAt(handle, index);
        return logits == null ? [] : new(logits, vocabulary);
    }

    /// <summary>The vector of a sequence whose text was in the last batch; empty where the context makes none. Valid until the next decode.</summary>
    public Span<float> Embedding(int sequence)
    {
        var vector = EmbeddingOf(handle, InContext(sequence));
        return vector == null ? [] : new(vector, model.EmbeddingSize);
    }

    /// <summary>Removes the sequence's tokens from a position on. False: this model cannot remove a part (recurrent ones cannot), and nothing was removed.</summary>
    public bool RemoveFrom(int sequence, int position) => RemoveSequence(GetMemory(handle), InContext(sequence), position, -1) != 0;

    /// <summary>Removes the whole sequence; cannot fail.</summary>
    public void Remove(int sequence) => RemoveSequence(GetMemory(handle), InContext(sequence), -1, -1);

    /// <summary>Removes all sequences and overwrites their memory.</summary>
    public void Wipe() => ClearMemory(GetMemory(handle), 1);

    /// <summary>The last position held for the sequence; -1 when it is empty.</summary>
    public int LastPosition(int sequence) => MaximumPosition(GetMemory(handle), InContext(sequence));

    /// <summary>The sequence's state as llama.cpp writes it.</summary>
    public byte[] ReadState(int sequence)
    {
        var state = new byte[StateSize(handle, InContext(sequence))];
        fixed (byte* start = state)
        {
            return StateRead(handle, start, (nuint)state.Length, sequence) == (nuint)state.Length ? state : throw new InvalidOperationException("llama.cpp wrote a state of another size than it announced.");
        }
    }

    /// <summary>Bytes of the sequence's state.</summary>
    public nuint StateLength(int sequence) => StateSize(handle, InContext(sequence));

    /// <summary>Writes the sequence's state; false where it has another length than <see cref="StateLength"/> told.</summary>
    public bool ReadState(int sequence, byte* state, nuint length) => StateRead(handle, state, length, InContext(sequence)) == length;

    /// <summary>Replaces the sequence by a state that this process composed. Never pass one from outside: a damaged one can exhaust the machine's memory.</summary>
    internal bool WriteState(int sequence, byte* state, nuint length) => StateWrite(handle, state, length, InContext(sequence)) != 0;

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        var open = !IsClosed;
        base.Dispose(disposing);
        if (open)
        {
            NativeMemory.Free(abort);
            model.DangerousRelease();
        }
    }

    int InContext(int sequence) => sequence >= 0 && sequence < Sequences ? sequence : throw new ArgumentOutOfRangeException(nameof(sequence));

    static int RoundUp(int tokens) => (tokens + 255) / 256 * 256;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static byte ShouldAbort(nint flag) => (byte)(Volatile.Read(ref *(int*)flag) != 0 ? 1 : 0);

    [LibraryImport("llama", EntryPoint = "llama_context_default_params")]
    private static partial LlamaContextParams DefaultParams();

    [LibraryImport("llama", EntryPoint = "llama_init_from_model")]
    private static partial nint InitializeFromModel(nint model, LlamaContextParams parameters);

    [LibraryImport("llama", EntryPoint = "llama_free")]
    private static partial void Free(nint context);

    [LibraryImport("llama", EntryPoint = "llama_n_ctx_seq")]
    private static partial uint ContextPerSequence(nint context);

    [LibraryImport("llama", EntryPoint = "llama_n_batch")]
    private static partial uint BatchSize(nint context);

    [LibraryImport("llama", EntryPoint = "llama_n_seq_max")]
    private static partial uint SequenceCount(nint context);

    [LibraryImport("llama", EntryPoint = "llama_decode")]
    private static partial int Decode(nint context, LlamaBatch batch);

    [LibraryImport("llama", EntryPoint = "llama_get_logits_ith")]
    private static partial float* LogitsAt(nint context, int index);

    [LibraryImport("llama", EntryPoint = "llama_get_embeddings_seq")]
    private static partial float* EmbeddingOf(nint context, int sequence);

    [LibraryImport("llama", EntryPoint = "llama_get_memory")]
    private static partial nint GetMemory(nint context);

    [LibraryImport("llama", EntryPoint = "llama_memory_clear")]
    private static partial void ClearMemory(nint memory, byte data);

    [LibraryImport("llama", EntryPoint = "llama_memory_seq_rm")]
    private static partial byte RemoveSequence(nint memory, int sequence, int from, int to);

    [LibraryImport("llama", EntryPoint = "llama_memory_seq_pos_max")]
    private static partial int MaximumPosition(nint memory, int sequence);

    [LibraryImport("llama", EntryPoint = "llama_state_seq_get_size")]
    private static partial nuint StateSize(nint context, int sequence);

    [LibraryImport("llama", EntryPoint = "llama_state_seq_get_data")]
    private static partial nuint StateRead(nint context, byte* buffer, nuint length, int sequence);

    [LibraryImport("llama", EntryPoint = "llama_state_seq_set_data")]
    private static partial nuint StateWrite(nint context, byte* buffer, nuint length, int sequence);
}
