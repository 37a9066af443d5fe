using System.Collections.Concurrent;
using System.Globalization;

namespace OnPremLlm.FrameBench;

/// <summary>Durations of one kind. Adding is thread-safe; read when all are in.</summary>
internal sealed class Latencies
{
    readonly ConcurrentBag<double> milliseconds = [];

    public int Count => milliseconds.Count;

    public void Add(TimeSpan took) => milliseconds.Add(took.TotalMilliseconds);

    /// <summary>The duration that the given part of all does not exceed (nearest rank), in milliseconds.</summary>
    public double Percentile(double part)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Count) - 1)];
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {Percentile(0.5),7:F1} ms  p99 {Percentile(0.99),7:F1} ms  ({Count})");
}
