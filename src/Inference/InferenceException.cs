namespace OnPremLlm.Inference;

/// <summary>
/// An inference request failed. The message says what was wrong, what is allowed and what to do, and holds no text of the request,
/// so that it can be shown and logged.
/// </summary>
public sealed class InferenceException : Exception
{
    public InferenceException(InferenceFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public InferenceFailure Failure { get; }

    /// <summary>When to try again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True where the same request may succeed when sent again.</summary>
    public bool Retryable => Failure is InferenceFailure.WorkerUnavailable or InferenceFailure.WorkerDied or InferenceFailure.Busy;
}

/// <summary>What kind of failure an <see cref="InferenceException"/> reports.</summary>
public enum InferenceFailure
{
    /// <summary>No worker answers just now: it did not become ready, waits before its next start, or the Host is stopping.</summary>
    WorkerUnavailable,

    /// <summary>The worker ended, was ended or stopped answering in the middle of the request. The next request starts another.</summary>
    WorkerDied,

    /// <summary>The worker failed inside this request and goes on with others.</summary>
    WorkerFailed,

    /// <summary>All sequences or decoders are in use, or the session is busy with another request.</summary>
    Busy,

    /// <summary>Prompt and completion together exceed the context.</summary>
    ContextExceeded,

    /// <summary>The request itself is wrong: a grammar that does not parse, no prompt, a value out of range, malformed audio.</summary>
    InvalidRequest,

    /// <summary>Messages were sent to a model whose chat template the engine does not know.</summary>
    NoChatTemplate,

    /// <summary>The worker is another build than this Host works with, or ran under another account than it was given.</summary>
    Incompatible,

    /// <summary>The model is missing, unreadable, damaged, or not the file that the catalog names.</summary>
    ModelRefused,

    /// <summary>A setting, folder or program that the worker needs is missing or out of reach.</summary>
    Misconfigured,
}
