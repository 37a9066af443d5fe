namespace OnPremLlm.Inference;

/// <summary>Cancels when nothing was heard for too long, or with the caller.</summary>
internal sealed class Silence : IDisposable
{
    readonly TimeSpan _longest;
    readonly CancellationTokenSource _clock;
    readonly CancellationTokenSource _either;

    public Silence(TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        (_longest, _clock) = (longest, new(longest, time));
        _either = CancellationTokenSource.CreateLinkedTokenSource(ct, _clock.Token);
    }

    public CancellationToken Token => _either.Token;

    public void Heard() => _clock.CancelAfter(_longest);

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
