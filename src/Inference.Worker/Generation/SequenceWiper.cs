using System.Runtime.InteropServices;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Removes a sequence and overwrites its cells: removing alone only forgets that they are used, and keys and values of what a patient said
/// would stay in memory until chance overwrites them. llama.cpp can clear all sequences at once or none, so the sequence is replaced by a
/// state of zeros of the same length. Owner thread only.
/// </summary>
internal sealed class SequenceWiper(LlamaContext context, ILogger logger)
{
    bool isLearnt;

    /// <summary>How the state of a sequence is laid out; null for models whose cells cannot be overwritten.</summary>
    public StateLayout? Layout { get; private set; }

    /// <summary>This model's cells can be overwritten for one sequence alone.</summary>
    public bool CanOverwrite => Layout is not null;

    /// <summary>Decodes one token to learn the layout; before the first request.</summary>
    public void Learn(LlamaBatchBuffer batch, int token)
    {
        batch.Clear();
        batch.Add(token, 0, 0, output: false);
        if (context.Decode(batch) == DecodeResult.Done)
        {
            Layout = StateLayout.Learn(context.ReadState(0));
        }

        isLearnt = true;
        context.Wipe();
        if (Layout is null)
        {
            logger.CannotOverwrite();
        }
    }

    public void Wipe(Sequence sequence)
    {
        if (!isLearnt)
        {
            throw new InvalidOperationException("Learn the layout first.");
        }

        context.Remove(sequence.Id);
        if (sequence.HighWater > 0 && Layout is not null)
        {
            Overwrite(sequence);
        }

        sequence.Wiped();
    }

    unsafe void Overwrite(Sequence sequence)
    {
        var size = (nuint)Layout!.SizeOf(sequence.HighWater); // checked by the caller
        var zeros = (byte*)NativeMemory.AllocZeroed(size);
        try
        {
            Layout.Compose(zeros, sequence.Id, sequence.HighWater);
            if (!context.WriteState(sequence.Id, zeros, size))
            {
                throw new InvalidOperationException($"The {sequence.HighWater} cells of a sequence could not be overwritten.");
            }
        }
        finally
        {
            NativeMemory.Free(zeros);
            context.Remove(sequence.Id);
        }
    }
}
