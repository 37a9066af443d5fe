namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// When a batch with prompts is broken off for the request of another owner, who else waits until it ends. What was computed of it is lost, so
/// that it happens no more often than costs the others an eighth. Attack: an owner whose requests come at such times that nobody's prompt ever ends.
/// </summary>
internal sealed class Interruption(TimeProvider time)
{
    const int WorthIt = 16; // fewer tokens are done as soon
    const int CostInverse = 8;

    readonly Lock gate = new();
    long began;
    long? next;

    /// <summary>A batch begins. Owner thread.</summary>
    public void Begin(long timestamp) => Volatile.Write(ref began, timestamp);

    /// <summary>Whether to break off the batch in progress. Any thread.</summary>
    /// <param name="tokens">Of the batch.</param>
    public bool IsDue(int tokens)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (tokens <= WorthIt || (next is { } earliest && now < earliest))
            {
                return false;
            }

            next = now + (CostInverse * Math.Max(0, now - Volatile.Read(ref began)));
            return true;
        }
    }
}
