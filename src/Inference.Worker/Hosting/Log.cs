namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>Event ids 1000–1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "The {Role} worker listens as user {UserId}, process {ProcessId}.")]
    public static partial void Listening(this ILogger logger, string role, uint userId, int processId);

    [LoggerMessage(1001, LogLevel.Warning, "A connection of user {UserId} was refused: only the Host's user may connect (--host-uid).")]
    public static partial void ConnectionRefused(this ILogger logger, uint userId);

    [LoggerMessage(1002, LogLevel.Information, "Standard input was closed: the Host is gone and the worker ends.")]
    public static partial void ParentIsGone(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Error, "{Method} failed: {Fault}.")]
    public static partial void RequestFailed(this ILogger logger, string method, string fault);

    [LoggerMessage(1004, LogLevel.Critical, "{Reason}")]
    public static partial void CannotStart(this ILogger logger, string reason);
}
