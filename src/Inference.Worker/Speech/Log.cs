namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>Event ids 1250–1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1250, LogLevel.Information, "Speech recognition is ready: pocketsphinx {Version}, models {Sha256}.")]
    public static partial void SpeechReady(this ILogger logger, string version, string sha256);

    [LoggerMessage(1251, LogLevel.Information, "Recognition ended after {AudioMs} ms of audio, {SpeechMs} ms of it speech.")]
    public static partial void RecognitionEnded(this ILogger logger, long audioMs, long speechMs);

    [LoggerMessage(1252, LogLevel.Warning, "Recognition was refused: all {Decoders} decoders are in use.")]
    public static partial void DecodersInUse(this ILogger logger, int decoders);
}
