using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>What an optimiser remembers of earlier gradients, laid out as the weights. Muon's matrices use the first only.</summary>
internal sealed class OptimiserState(long length)
{
    public Floats First { get; } = new(length);

    public Floats Second { get; } = new(length);
}
