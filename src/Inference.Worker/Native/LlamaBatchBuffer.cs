using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>The arrays behind a llama_batch, allocated once for the largest batch. Each token belongs to one sequence.</summary>
internal sealed unsafe class LlamaBatchBuffer : SafeHandle
{
    readonly int* tokens;
    readonly int* positions;
    readonly int* counts;
    readonly int** sequenceIds;
    readonly int* sequences;
    readonly sbyte* outputs;

    public LlamaBatchBuffer(int capacity) : base(0, ownsHandle: true)
    {
        Capacity = capacity;
        // One block: the pointers first, so that each array is aligned.
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)capacity, (nuint)(sizeof(int*) + (4 * sizeof(int)) + sizeof(sbyte))));
        sequenceIds = (int**)handle;
        tokens = (int*)(sequenceIds + capacity);
        positions = tokens + capacity;
        counts = positions + capacity;
        sequences = counts + capacity;
        outputs = (sbyte*)(sequences + capacity);
        for (var i = 0; i < capacity; i++)
        {
            counts[i] = 1;
            sequenceIds[i] = sequences + i;
        }
    }

    public override bool IsInvalid => handle == 0;

    public int Capacity { get; }

    public int Count { get; private set; }

    internal LlamaBatch Native => new()
    {
        TokenCount = Count,
        Tokens = tokens,
        Positions = positions,
        SequenceIdCounts = counts,
        SequenceIds = sequenceIds,
        Outputs = outputs,
    };

    public void Clear() => Count = 0;

    /// <summary>Adds a token and returns its index. Logits can be read for it only with <paramref name="output"/>.</summary>
    public int Add(int token, int position, int sequence, bool output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, Capacity);
        tokens[Count] = token;
        positions[Count] = position;
        sequences[Count] = sequence;
        outputs[Count] = output ? (sbyte)1 : (sbyte)0;
        return Count++;
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
