namespace OnPremLlm.Inference;

/// <summary>
/// An inference request failed. The message says what was wrong, what is allowed and what to do, and holds no text of the request,
/// so that it can be logged and shown to those who run the machine; whoever sent the request is shown <see cref="ClientMessage"/>.
/// </summary>
public sealed class InferenceException : Exception
{
    public InferenceException(InferenceFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public InferenceFailure Failure { get; }

    /// <summary>
    /// The message for whoever sent the request. Attack: a program with a key, or a person of a clinic, learns of paths, accounts, programs and
    /// settings of the machine from why a worker did not start. Those stand in the log and on the page Administration.
    /// </summary>
    public string ClientMessage => Failure switch
    {
        InferenceFailure.WorkerUnavailable => $"The engine does not run just now. Send the request again{(RetryAfter is { } wait ? $" in {Math.Ceiling(wait.TotalSeconds):0} s" : " later")}; if it stays, tell IT: the reason stands in the Host's log and on the page Administration.",
        InferenceFailure.Incompatible or InferenceFailure.ModelRefused or InferenceFailure.Misconfigured =>
            "The engine for this model cannot be started: something that it needs is missing, is set wrongly or was refused. Tell IT: the reason stands in the Host's log and on the page Administration.",
        InferenceFailure.WorkerDied or InferenceFailure.WorkerFailed or InferenceFailure.QueueFull or InferenceFailure.Busy or InferenceFailure.ContextExceeded or InferenceFailure.InvalidRequest or InferenceFailure.NoChatTemplate => Message,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>When to try again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True where the same request may succeed when sent again.</summary>
    public bool Retryable => Failure is InferenceFailure.WorkerUnavailable or InferenceFailure.WorkerDied or InferenceFailure.QueueFull or InferenceFailure.Busy;
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

    /// <summary>The owner's own queue is full: it sends more than it may have waiting. What others send does not lead to it.</summary>
    QueueFull,

    /// <summary>The engine has no room, whoever took it: all sequences or decoders are in use, other models fill the memory, the session is busy with another request, or a remote engine says so.</summary>
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
