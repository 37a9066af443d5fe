using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>Reads the examples of a step, spreads them over the threads and sums their gradients, always in the same order.</summary>
internal sealed class StepRunner(Weights weights, TrainingSettings settings, IExampleSource source)
{
    readonly Pass[] passes = [.. Enumerable.Range(0, settings.Threads).Select(_ => new Pass(weights))];

    /// <param name="step">Steps done before: 0 for the first.</param>
    public StepResult Run(int step)
    {
        var layouts = new ExampleLayout[settings.ExamplesPerStep];
        ForEachThread(thread =>
        {
            for (var i = thread; i < layouts.Length; i += passes.Length)
            {
                layouts[i] = new(source.At(((long)step * layouts.Length) + i), settings.Shape, new(settings.PrefixLossStride, step));
            }
        });

        var (answers, prefixes) = (layouts.Sum(layout => layout.AnswerTargets.Count), layouts.Sum(layout => layout.PrefixTargets.Count));
        var per = new LossWeights(1f / Math.Max(1, answers), (float)settings.PrefixLossWeight / Math.Max(1, prefixes));
        var losses = new Losses[passes.Length];
        var shares = Deal(layouts);
        ForEachThread(thread =>
        {
            passes[thread].Gradients.Clear();
            shares[thread].ForEach(layout => losses[thread] += passes[thread].Learn(layout, per));
        });

        var sum = losses.Aggregate((a, b) => a + b);
        return new(SumGradients(), layouts.Sum(layout => layout.Count), sum.Answer / Math.Max(1, answers), sum.Prefix / Math.Max(1, prefixes));
    }

    // The longest first, each to the thread with the least to do.
    List<ExampleLayout>[] Deal(ExampleLayout[] layouts)
    {
        var shares = passes.Select(_ => new List<ExampleLayout>()).ToArray();
        foreach (var layout in layouts.OrderByDescending(layout => layout.Count))
        {
            shares.MinBy(share => share.Sum(other => other.Count))!.Add(layout); // there is at least one thread
        }

        return shares;
    }

    unsafe Floats SumGradients()
    {
        var sum = passes[0].Gradients;
        foreach (var pass in passes[1..])
        {
            Vectors.Add(sum.Start, pass.Gradients.Start, sum.Length);
        }

        return sum;
    }

    void ForEachThread(Action<int> body)
    {
        if (passes.Length == 1)
        {
            body(0);
        }
        else
        {
            Parallel.For(0, passes.Length, new() { MaxDegreeOfParallelism = passes.Length }, body);
        }
    }
}

/// <summary>The gradients of a step, its tokens and its mean losses per token, nats.</summary>
internal sealed record StepResult(Floats Gradients, int Tokens, double AnswerLoss, double PrefixLoss);
