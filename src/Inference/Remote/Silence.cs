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

    /// <summary>What a failure means: whatever breaks because nothing was heard for too long is that silence.</summary>
    public Exception Judge(Exception fault) => _clock.IsCancellationRequested && fault is not OperationCanceledException ? new OperationCanceledException("Nothing was heard for too long.", fault) : fault;

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
