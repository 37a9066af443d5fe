namespace OnPremLlm.Inference.Worker.Speech;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "Speech recognition is ready: pocketsphinx {Version}, models {Sha256}, {Decoders} decoders")]
    public static partial void SpeechReady(ILogger logger, string version, string sha256, int decoders);

    [LoggerMessage(2101, LogLevel.Information, "Recognition ended after {AudioMs} ms of audio, {SpeechMs} ms of it speech")]
    public static partial void RecognitionEnded(ILogger logger, long audioMs, long speechMs);

    [LoggerMessage(2102, LogLevel.Warning, "Recognition refused: all {Decoders} decoders are in use")]
    public static partial void DecodersInUse(ILogger logger, int decoders);
}
