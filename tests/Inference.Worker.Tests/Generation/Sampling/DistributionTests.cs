using OnPremLlm.Inference.Worker.Generation.Sampling;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Sampling;

/// <summary>Top-p, min-p and temperature against their definitions, written out.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(0.5f, 1, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0.9f, 0)]
    [InlineData(1.5f, 0.5f, 0)]
    [InlineData(1, 1, 0.1f)]
    [InlineData(0.8f, 0.95f, 0.2f)]
    [InlineData(1, 0.01f, 0)]
    public void Draws_follow_the_distribution(float temperature, float topP, float minP)
    {
        var settings = new SamplingSettings { Temperature = temperature, TopP = topP, MinP = minP };
        for (var seed = 0; seed < 20; seed++)
        {
            var logits = Logits(seed);
            var expected = Expected(logits, settings);
            var distribution = new Distribution(logits.Length);
            distribution.Set(logits, settings);
            const int Draws = 2_000;

            var drawn = Enumerable.Range(0, Draws).Select(i => distribution.Draw((i + 0.5) / Draws)).CountBy(index => index).ToDictionary();

            Assert.All(expected, (probability, index) => Assert.InRange(drawn.GetValueOrDefault(index), (probability * Draws) - 2, (probability * Draws) + 2));
            Assert.All(drawn.Keys, index => Assert.True(expected[index] > 0));
        }
    }

    [Fact]
    public void Of_equally_likely_tokens_top_p_takes_no_more_than_it_needs()
    {
        var distribution = new Distribution(10);
        distribution.Set(new float[10], new() { Temperature = 1, TopP = 0.35f });

        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 100).Select(i => distribution.Draw(i / 100.0)).Distinct().Order());
    }

    [Fact]
    public void The_likeliest_are_found_in_order()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var logits = Logits(seed);
            foreach (var count in (int[])[0, 1, 5, logits.Length + 3])
            {
                var top = new int[count];
                var found = TopTokens.Select(logits, top);

                Assert.Equal(logits.Index().OrderByDescending(logit => logit.Item).Take(count).Select(logit => logit.Index), top[..found]);
            }
        }
    }

    [Fact]
    public void A_seed_gives_the_same_numbers_everywhere()
    {
        var random = new SeededRandom(0);

        // The first two of SplitMix64 with seed 0, as published with the xoshiro generators.
        Assert.Equal([0xE220A8397B1DCDAF >> 11, 0x6E789E6AA1B965F4 >> 11], new[] { random.Next(), random.Next() }.Select(number => (ulong)(number * (1L << 53))));
    }

    static float[] Logits(int seed)
    {
        var random = new Random(seed);
        var logits = Enumerable.Range(0, 5 + (seed * 7)).Select(_ => (float)(random.NextDouble() * (1 + seed))).ToArray();
        logits[seed % 5] = float.NegativeInfinity;
        return logits;
    }

    static double[] Expected(float[] logits, SamplingSettings settings)
    {
        var all = Softmax([.. logits.Select(logit => (double)logit)]);
        var kept = new HashSet<int>();
        var sum = 0.0;
        foreach (var index in Enumerable.Range(0, logits.Length).OrderByDescending(index => all[index]).TakeWhile(_ => sum < settings.TopP || settings.TopP == 1))
        {
            kept.Add(index);
            sum += all[index];
        }

        kept.RemoveWhere(index => all[index] < settings.MinP * all.Max());
        return Softmax([.. logits.Select((logit, index) => kept.Contains(index) ? logit / settings.Temperature : double.NegativeInfinity)]);
    }

    static double[] Softmax(double[] logits)
    {
        var weights = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
