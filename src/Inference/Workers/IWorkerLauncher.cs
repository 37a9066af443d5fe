namespace OnPremLlm.Inference;

/// <summary>Starts worker processes. The seam between supervision and the operating system.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Starts a process and returns at once; it may not listen yet. Throws <see cref="InferenceException"/> when a prerequisite is missing.</summary>
    Task<IWorkerProcess> StartAsync(WorkerLaunch launch, CancellationToken ct);
}

/// <summary>A started worker process.</summary>
internal interface IWorkerProcess
{
    int ProcessId { get; }

    uint UserId { get; }

    bool SeparateAccount { get; }

    bool NetworkIsolated { get; }

    /// <summary>The socket that the worker listens on once it is ready.</summary>
    string Socket { get; }

    /// <summary>Completes with the exit code (128 + signal for a killed process). Never faults.</summary>
    Task<int> Exited { get; }

    /// <summary>The last error that the process reported before its first request; null when it reported none.</summary>
    string? StartError { get; }

    /// <summary>From here on requests are sent: the text of what the process prints may no longer be kept.</summary>
    void RequestsBegin();

    /// <summary>Ends the process at once.</summary>
    void Kill();

    /// <summary>Asks the process to end, waits <paramref name="grace"/>, ends it, and removes its folder.</summary>
    Task StopAsync(TimeSpan grace);
}
