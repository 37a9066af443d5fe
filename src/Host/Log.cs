using OnPremLlm.Inference;

namespace OnPremLlm.Host;

/// <summary>The Host's log messages: ids, counts and type names, never text of patients.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "Request to {Endpoint} failed: {FailureType}")]
    public static partial void RequestFailed(this ILogger log, string endpoint, string failureType);

    [LoggerMessage(1002, LogLevel.Error, "Hub method {Method} failed: {FailureType}")]
    public static partial void HubMethodFailed(this ILogger log, string method, string failureType);

    [LoggerMessage(1003, LogLevel.Warning, "A request from another origin was refused")]
    public static partial void ForeignOriginRefused(this ILogger log);

    [LoggerMessage(1004, LogLevel.Error, "The retention sweep of tenant {Tenant} failed: {FailureType}")]
    public static partial void SweepFailed(this ILogger log, Guid tenant, string failureType);

    [LoggerMessage(1005, LogLevel.Information, "Visits of tenant {Tenant} that go on after the start: {Count}")]
    public static partial void VisitsResumed(this ILogger log, Guid tenant, int count);

    [LoggerMessage(1006, LogLevel.Error, "Visits of tenant {Tenant} could not go on after the start: {FailureType}")]
    public static partial void ResumeFailed(this ILogger log, Guid tenant, string failureType);

    [LoggerMessage(EventId = 1008, Message = "The model {Model}, which is marked for it, could not be loaded for tenant {Tenant} at the start ({Failure}). {Reason}")]
    public static partial void PreWarmFailed(this ILogger log, LogLevel level, string model, Guid tenant, InferenceFailure failure, string reason);

    [LoggerMessage(1009, LogLevel.Information, "The limits of owner {Owner} are now: {Limits}")]
    public static partial void LimitsChanged(this ILogger log, OwnerId owner, string limits);

    [LoggerMessage(1011, LogLevel.Information, "A request was answered that the engine cannot be used ({Failure}). {Reason}")]
    public static partial void EngineRefused(this ILogger log, InferenceFailure failure, string reason);

    [LoggerMessage(1010, LogLevel.Warning, "The clinics' limits could not be read again ({FailureType}); those that were read last stay in force")]
    public static partial void LimitsNotRead(this ILogger log, string failureType);

    [LoggerMessage(1007, LogLevel.Error, "The database does not answer; {Target} failed: {FailureType}")]
    public static partial void DatabaseAway(this ILogger log, string target, string failureType);
}
