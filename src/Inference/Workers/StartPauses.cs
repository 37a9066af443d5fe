namespace OnPremLlm.Inference;

/// <summary>How long the next start waits: the first failure costs no pause; then 1, 2, 4 … 30 s. Guarded by its slot.</summary>
internal sealed class StartPauses(TimeProvider time)
{
    static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);
    static readonly TimeSpan _stable = TimeSpan.FromMinutes(1);

    int _failures;
    DateTimeOffset _notBefore;

    /// <summary>Starts after a failure.</summary>
    public int Restarts { get; private set; }

    public InferenceException? Last { get; private set; }

    /// <summary>The last start failed, or the last process ended by itself, and none was started since.</summary>
    public bool IsFailing { get; private set; }

    public TimeSpan Left => _notBefore - time.GetUtcNow();

    public void Started()
    {
        Restarts += _failures > 0 ? 1 : 0;
        IsFailing = false;
    }

    /// <summary>A worker that ran for a minute starts the count anew. One that found no room did not fail: it may come at any time.</summary>
    public void Failed(InferenceException failure, TimeSpan ran)
    {
        if (failure.Failure is InferenceFailure.Busy)
        {
            return;
        }

        _failures = ran >= _stable ? 1 : _failures + 1;
        var pause = _failures == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failures - 2, 10)));
        _notBefore = time.GetUtcNow() + (pause < _longest ? pause : _longest);
        (Last, IsFailing) = (failure, true);
    }

    public void ThrowIfPausing()
    {
        if (Left is { Ticks: > 0 } wait && Last is { } last)
        {
            throw new InferenceException(last.Failure, $"{last.Message} The next start is tried in {Math.Ceiling(wait.TotalSeconds):0} s: send the request again then.", last) { RetryAfter = wait };
        }
    }
}
