namespace OnPremLlm.Inference.Worker.Native;

/// <summary>Event ids 1100–1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "llama.cpp reported a {Level} of {Length} bytes. Its text is not logged: it may quote a request.")]
    public static partial void NativeMessage(this ILogger logger, string level, int length);
}
