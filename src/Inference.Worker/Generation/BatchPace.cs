namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>How long batches take on this machine, and whether several owners were at work lately: what a batch may hold follows from both. Owner thread only.</summary>
internal sealed class BatchPace(TimeProvider time)
{
    /// <summary>Fewer tokens take about as long: the weights are read once for all.</summary>
    const int Least = 32;

    static readonly TimeSpan remembered = TimeSpan.FromSeconds(10);

    double tokensPerSecond;
    long othersServed = time.GetTimestamp();
    long? crowded;

    /// <summary>Two owners were at work at the same time within the last ten seconds.</summary>
    public bool IsCrowded => crowded is { } since && time.GetElapsedTime(since) < remembered;

    /// <summary>Fewer tokens than this take about as long.</summary>
    public static int Spare => Least;

    /// <summary>How long prompts of other owners than the one that goes first have waited.</summary>
    public TimeSpan OthersWaited => time.GetElapsedTime(othersServed);

    public void MarkOthersServed() => othersServed = time.GetTimestamp();

    public void MarkCrowded() => crowded = time.GetTimestamp();

    /// <summary>What a batch took. Small ones tell nothing about the speed of prompts.</summary>
    public void Measure(int tokens, TimeSpan took)
    {
        if (tokens >= Least && took > TimeSpan.Zero)
        {
            var speed = tokens / took.TotalSeconds;
            tokensPerSecond = tokensPerSecond == 0 ? speed : (tokensPerSecond * 0.8) + (speed * 0.2);
        }
    }

    /// <summary>Tokens of prompts that take about so long; at least 32.</summary>
    public int TokensIn(TimeSpan length) => (int)Math.Clamp(tokensPerSecond * length.TotalSeconds, Least, int.MaxValue);
}
