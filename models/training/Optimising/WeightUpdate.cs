using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>One change of all weights. Tensors are moved independently of each other, so the result does not depend on the number of threads.</summary>
internal sealed class WeightUpdate(Weights weights, OptimiserState state, TrainingSettings settings)
{
    const double MuonRate = .02;
    const double AdamRate = .003;
    readonly Muon[] muons = [.. Enumerable.Range(0, settings.Threads).Select(_ => new Muon())];

    // The costly ones first, dealt round in turn.
    readonly Parameter[] order = [.. weights.Layout.Parameters.OrderByDescending(parameter => parameter.Length).ThenBy(parameter => parameter.Offset)];

    /// <param name="step">Counted from 1.</param>
    /// <param name="gradients">Cut to the settings' length here, so they change.</param>
    public void Apply(Floats gradients, int step)
    {
        Clip(gradients);
        var rate = settings.RateOf(step);
        Parallel.For(0, settings.Threads, new() { MaxDegreeOfParallelism = settings.Threads }, thread =>
        {
            for (var i = thread; i < order.Length; i += settings.Threads)
            {
                Move(order[i], gradients, step, rate, muons[thread]);
            }
        });
        weights.Pack();
    }

    void Move(Parameter parameter, Floats gradients, int step, double rate, Muon muon)
    {
        var byMuon = settings.Optimiser == Optimiser.Muon && parameter.IsMatrix && !parameter.IsEmbedding;
        var size = rate * (byMuon ? MuonRate : AdamRate);
        var kept = parameter.IsMatrix && !parameter.IsEmbedding ? (float)(1 - (size * settings.WeightDecay)) : 1;
        if (byMuon)
        {
            muon.Step(weights, gradients, state, parameter, (float)size, kept);
        }
        else
        {
            Adam.Step(weights, gradients, state, parameter, step, (float)size, kept);
        }
    }

    void Clip(Floats gradients)
    {
        var length = Math.Sqrt(weights.Layout.Parameters.Sum(parameter => SquaredLength(gradients, parameter)));
        if (length > settings.ClipLength)
        {
            var factor = (float)(settings.ClipLength / length);
            foreach (ref var gradient in gradients.Span)
            {
                gradient *= factor;
            }
        }
    }

    static unsafe double SquaredLength(Floats gradients, Parameter parameter)
    {
        var start = gradients.Start + parameter.Offset;
        return Vectors.Dot(start, start, (int)parameter.Length);
    }
}
