using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>Event ids 1100–1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "The {Kind} worker of owner {Owner} is ready as process {ProcessId}, user {UserId}: {Engine} on {Devices}. It took {Milliseconds} ms.")]
    public static partial void WorkerReady(this ILogger logger, WorkerKind kind, OwnerId owner, int processId, uint userId, string engine, string devices, long milliseconds);

    [LoggerMessage(1101, LogLevel.Error, "The {Kind} worker of owner {Owner} could not be started ({Failure}). {Reason}")]
    public static partial void StartFailed(this ILogger logger, WorkerKind kind, OwnerId owner, InferenceFailure failure, string reason);

    [LoggerMessage(1102, LogLevel.Error, "The {Kind} worker of owner {Owner}, process {ProcessId}, is gone: {Reason}. The next request starts another.")]
    public static partial void WorkerGone(this ILogger logger, WorkerKind kind, OwnerId owner, int processId, string reason);

    [LoggerMessage(1103, LogLevel.Information, "The {Kind} worker of owner {Owner}, process {ProcessId}, was stopped: {Reason}.")]
    public static partial void WorkerStopped(this ILogger logger, WorkerKind kind, OwnerId owner, int processId, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "Process {ProcessId} missed a health check ({Missed} in a row).")]
    public static partial void HealthCheckMissed(this ILogger logger, int processId, int missed);

    [LoggerMessage(1105, LogLevel.Warning, "Workers run under the Host's own account (user {UserId}): a worker that is taken over could read what the Host can. Start the Host as root, so that each owner's workers get an account of their own.")]
    public static partial void WorkersShareTheHostsAccount(this ILogger logger, uint userId);

    [LoggerMessage(1106, LogLevel.Warning, "The system refuses network namespaces, so workers are not cut off from the network. In a container allow unshare(CLONE_NEWNET), or cut the container's network.")]
    public static partial void NoNetworkNamespace(this ILogger logger);

    // The worker's own level is kept, so that an operator's filter works on it.
    [LoggerMessage(EventId = 1107, Message = "Process {ProcessId} says ({WorkerEventId}): {Text}")]
    public static partial void WorkerSaid(this ILogger logger, LogLevel level, int processId, int workerEventId, string text);

    [LoggerMessage(EventId = 1108, Message = "Process {ProcessId} reported its event {WorkerEventId}.")]
    public static partial void WorkerReported(this ILogger logger, LogLevel level, int processId, int workerEventId);

    [LoggerMessage(1109, LogLevel.Warning, "The folder {Folder} of an ended worker could not be removed. It holds no more than a socket.")]
    public static partial void FolderLeftBehind(this ILogger logger, string folder);

    [LoggerMessage(1111, LogLevel.Error, "A changed model catalog is not used, and the one before it stays in force. {Problem}")]
    public static partial void CatalogKept(this ILogger logger, string problem);

    [LoggerMessage(1112, LogLevel.Information, "The worker of owner {Owner} with model {Model} makes room: {NeedMiB} MiB are needed.")]
    public static partial void MakesRoom(this ILogger logger, OwnerId owner, string model, long needMiB);

    [LoggerMessage(1113, LogLevel.Information, "The {Kind} worker of owner {Owner} is not started yet: there is no room for it. {Reason}")]
    public static partial void StartPutOff(this ILogger logger, WorkerKind kind, OwnerId owner, string reason);

    [LoggerMessage(1114, LogLevel.Information, "The {Kind} worker of owner {Owner}, process {ProcessId}, is still loading {Model} ({MiB} MiB): {Seconds} s of {MostSeconds} s.")]
    public static partial void StillLoading(this ILogger logger, WorkerKind kind, OwnerId owner, int processId, string model, long miB, long seconds, long mostSeconds);

    [LoggerMessage(1120, LogLevel.Error, "A remote engine failed ({Failure}). {Reason}")]
    public static partial void RemoteFailed(this ILogger logger, InferenceFailure failure, string reason);

    [LoggerMessage(1110, LogLevel.Error, "A health round failed ({Fault}).")]
    public static partial void HealthRoundFailed(this ILogger logger, string fault);
}
