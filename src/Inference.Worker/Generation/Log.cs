namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Event ids 1200–1249.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Model loaded: SHA-256 {Sha256}, {SizeBytes} bytes, {Layers} layers, {Context} tokens in each of {Sequences} sequences, {Threads} threads, {Milliseconds} ms.")]
    public static partial void ModelLoaded(this ILogger logger, string sha256, ulong sizeBytes, int layers, int context, int sequences, int threads, long milliseconds);

    [LoggerMessage(1201, LogLevel.Information, "No graphics card is usable by these libraries: the model runs on the processor.")]
    public static partial void NoGpu(this ILogger logger);

    [LoggerMessage(1202, LogLevel.Debug, "Generated: {PromptTokens} prompt tokens, {CompletionTokens} completion tokens, {PromptMicroseconds} µs prompt, {GenerationMicroseconds} µs generation.")]
    public static partial void Generated(this ILogger logger, int promptTokens, int completionTokens, long promptMicroseconds, long generationMicroseconds);

    [LoggerMessage(1203, LogLevel.Error, "A batch of {Tasks} requests was not evaluated: {Result}.")]
    public static partial void BatchFailed(this ILogger logger, string result, int tasks);

    [LoggerMessage(1204, LogLevel.Warning, "The memory of single sequences cannot be overwritten for this kind of model: it is when all are free. Give each tenant a worker of its own.")]
    public static partial void CannotOverwrite(this ILogger logger);
}
