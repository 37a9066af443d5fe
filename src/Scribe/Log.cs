using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe;

/// <summary>Scribe's log messages: ids, counts and type names, never text of patients.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Transcription of visit {Visit} was cancelled")]
    public static partial void TranscriptionCancelled(this ILogger log, Guid visit);

    [LoggerMessage(2002, LogLevel.Error, "Transcription of visit {Visit} failed: {Failure}")]
    public static partial void TranscriptionFailed(this ILogger log, Guid visit, string failure);

    [LoggerMessage(2003, LogLevel.Warning, "The recognizer of visit {Visit}, channel {Channel}, failed ({Failure}), attempt {Attempt}")]
    public static partial void RecognizerFailed(this ILogger log, Guid visit, int channel, int attempt, InferenceFailure failure);

    [LoggerMessage(2004, LogLevel.Information, "Drafting of visit {Visit} was cancelled")]
    public static partial void DraftingCancelled(this ILogger log, Guid visit);

    [LoggerMessage(2005, LogLevel.Error, "Drafting of visit {Visit} failed: {Failure}")]
    public static partial void DraftingFailed(this ILogger log, Guid visit, string failure);

    /// <summary>What may be logged of a failure: the messages of engines carry no request text by contract; of anything else the type.</summary>
    public static string Describe(Exception failure) =>
        failure is InferenceException engine ? $"{engine.Failure}: {engine.Message}" : failure.GetType().Name;

    [LoggerMessage(2006, LogLevel.Information, "Purge {Purge} of tenant {Tenant}: {Records} records, {Rows} rows, receipt {Receipt}")]
    public static partial void Purged(this ILogger log, Guid purge, Guid tenant, int records, int rows, long receipt);

    [LoggerMessage(2008, LogLevel.Warning, "{Records} record(s) of tenant {Tenant} stood in the ledger otherwise than in the database after a crash, and were mended")]
    public static partial void RecordsMended(this ILogger log, Guid tenant, int records);

    [LoggerMessage(2009, LogLevel.Warning, "The session of visit {Visit} with the language model could not be closed: {Failure}")]
    public static partial void SessionNotClosed(this ILogger log, Guid visit, string failure);

    [LoggerMessage(2010, LogLevel.Information, "What the language model has read of visit {Visit} was parked: {KiB} KiB")]
    public static partial void SessionParked(this ILogger log, Guid visit, long kiB);

    [LoggerMessage(2011, LogLevel.Information, "What the language model has read of visit {Visit} was not parked: {Failure}")]
    public static partial void SessionNotParked(this ILogger log, Guid visit, string failure);

    [LoggerMessage(2013, LogLevel.Information, "What was parked of visit {Visit} could not be brought back ({Failure}). The transcript is read again")]
    public static partial void SessionNotRestored(this ILogger log, Guid visit, InferenceFailure failure);

    [LoggerMessage(2012, LogLevel.Warning, "What was parked of visit {Visit} was altered in the database. It is not used; the transcript is read again")]
    public static partial void ParkedSessionTampered(this ILogger log, Guid visit);

    [LoggerMessage(2007, LogLevel.Critical, "The clock jumped by {Seconds} s: purging is stopped. Check the time, then restart the Host")]
    public static partial void ClockJumped(this ILogger log, double seconds);
}
