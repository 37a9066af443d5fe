namespace OnPremLlm.Inference;

/// <summary>One worker as the admin pages show it.</summary>
public sealed record WorkerStatus
{
    public required WorkerKind Kind { get; init; }

    public required OwnerId Owner { get; init; }

    /// <summary>It serves several owners, and <see cref="Owner"/> is none of them.</summary>
    public bool IsShared => Owner == OwnerId.Shared;

    /// <summary>Id of the model; empty for speech.</summary>
    public string Model { get; init; } = "";

    /// <summary>0 when no process runs.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Account of the process; the Host's own where <see cref="SeparateAccount"/> is false.</summary>
    public required uint UserId { get; init; }

    public required WorkerState State { get; init; }

    /// <summary>Start of the current process; null when none runs.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Starts after a failure since the Host started.</summary>
    public required int Restarts { get; init; }

    /// <summary>Engine and version ("llama.cpp 0.5.0-dev"); empty until the worker answered.</summary>
    public required string Engine { get; init; }

    /// <summary>What it computes on ("CPU: AMD EPYC").</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>False: it runs under the Host's account.</summary>
    public required bool SeparateAccount { get; init; }

    /// <summary>False: the system refused a network namespace of its own.</summary>
    public required bool NetworkIsolated { get; init; }

    /// <summary>Why the last process ended or could not start; null when it did not fail.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Of what kind <see cref="LastFailure"/> is while no process was started since; else null.</summary>
    public InferenceFailure? Failure { get; init; }
}

/// <summary>What a worker runs.</summary>
public enum WorkerKind
{
    Generation,
    Speech,
}

/// <summary>Where a worker stands.</summary>
public enum WorkerState
{
    /// <summary>No process; the next request starts one.</summary>
    Stopped,
    Starting,
    Ready,

    /// <summary>The last process failed and the next start has to wait.</summary>
    BackingOff,
}
