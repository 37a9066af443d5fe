using Grpc.Core;

namespace OnPremLlm.Inference;

/// <summary>What a failed call means, as the comments of the protocol say.</summary>
internal static class RpcFailures
{
    const string Died = "The worker ended in the middle of the request. Send the request again: a new worker is started for it.";

    /// <summary>True where the connection failed and not the request, so that the worker must be replaced.</summary>
    public static bool IsConnectionLost(Exception fault) => fault switch
    {
        // A status that the worker sent has no debug exception; without trailers the call ends as Cancelled (and nobody here cancelled it).
        RpcException rpc => rpc.Status.DebugException is not null || rpc.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded,
        ObjectDisposedException or IOException or HttpRequestException => true,
        _ => false,
    };

    public static InferenceException Map(Exception fault) => fault switch
    {
        InferenceException known => known,
        RpcException { Status.DebugException: { } inner } when Find(inner) is { } known => known,
        _ when IsConnectionLost(fault) => new(InferenceFailure.WorkerDied, Died, fault),
        RpcException rpc => new(FailureOf(rpc.StatusCode), rpc.Status.Detail, rpc),
        _ => new(InferenceFailure.WorkerFailed, $"The worker's answer could not be read ({fault.GetType().Name}). Check that worker and Host are of one release.", fault),
    };

    /// <summary>The stream ended without its last message.</summary>
    public static InferenceException Incomplete() =>
        new(InferenceFailure.WorkerDied, "The worker ended its answer in the middle. Send the request again; if it stays, restart the Host with a worker of the same release.");

    static InferenceFailure FailureOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => InferenceFailure.InvalidRequest,
        StatusCode.OutOfRange => InferenceFailure.ContextExceeded,
        StatusCode.ResourceExhausted or StatusCode.Aborted => InferenceFailure.Busy,
        StatusCode.FailedPrecondition => InferenceFailure.NoChatTemplate,
        StatusCode.Unimplemented or StatusCode.Unauthenticated or StatusCode.PermissionDenied => InferenceFailure.Incompatible,
        _ => InferenceFailure.WorkerFailed,
    };

    static InferenceException? Find(Exception? fault)
    {
        while (fault is not null and not InferenceException)
        {
            fault = fault.InnerException;
        }

        return (InferenceException?)fault;
    }
}
