using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Removes a sequence and overwrites its cells. Owner thread only.</summary>
internal sealed class SequenceWiper(LlamaContext context, ILogger logger)
{
    public void Wipe(Sequence sequence)
    {
        context.Remove(sequence.Id);
        logger.SequenceWiped(sequence.Id, sequence.HighWater);
        sequence.Wiped();
    }
}
