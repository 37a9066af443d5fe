using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Drafting;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information,
        Message = "Draft written for owner {Owner} in format {Format}: {Segments} segments, {Statements} statements, {NotSupported} not supported, {Milliseconds:F0} ms")]
    public static partial void DraftCompleted(ILogger logger, OwnerId owner, string format, int segments, int statements, int notSupported, double milliseconds);
}
