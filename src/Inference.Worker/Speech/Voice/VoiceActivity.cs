using Microsoft.ML.OnnxRuntime;

namespace OnPremLlm.Inference.Worker.Speech.Voice;

/// <summary>Silero v6, loaded once per process. Thread safe; what it remembers of a stream is in <see cref="VoiceActivityStream"/>.</summary>
internal sealed class VoiceActivityModel : IDisposable
{
    readonly InferenceSession session;

    public VoiceActivityModel(string path)
    {
        // Nothing leaves the building: the runtime would otherwise try to report its use.
        OrtEnv.Instance().DisableTelemetryEvents();
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        // A pool of one thread that spins would take a core from the decoders.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(path, options);
    }

    public VoiceActivityStream OpenStream() => new(session);

    public void Dispose() => session.Dispose();
}

/// <summary>
/// Probability of speech in consecutive windows of one 16 kHz stream. The network sees each window behind the last 64 samples of the one
/// before, and carries a state. Not thread safe.
/// </summary>
internal sealed class VoiceActivityStream : IDisposable
{
    /// <summary>Samples in a window: 32 ms.</summary>
    public const int Window = 512;

    const int Context = 64;
    const int StateSize = 2 * 128;
    const float Scale = 1f / 32768;

    static readonly string[] InputNames = ["input", "state", "sr"];
    static readonly string[] OutputNames = ["output", "stateN"];

    readonly InferenceSession session;
    readonly float[] input = new float[Context + Window];
    readonly float[] state = new float[StateSize];
    readonly OrtValue[] inputs;
    readonly RunOptions run = new();

    internal VoiceActivityStream(InferenceSession session)
    {
        this.session = session;
        inputs =
        [
            OrtValue.CreateTensorValueFromMemory(input, [1, Context + Window]),
            OrtValue.CreateTensorValueFromMemory(state, [2, 1, StateSize / 2]),
            OrtValue.CreateTensorValueFromMemory(new long[] { 16000 }, [1]),
        ];
    }

    /// <summary>0 to 1. <paramref name="window"/> holds exactly <see cref="Window"/> samples.</summary>
    public float Probability(ReadOnlySpan<short> window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(window.Length, Window);
        input.AsSpan(Window).CopyTo(input);
        for (var i = 0; i < Window; i++)
        {
            input[Context + i] = window[i] * Scale;
        }

        using var outputs = session.Run(run, InputNames, inputs, OutputNames);
        outputs[1].GetTensorDataAsSpan<float>().CopyTo(state);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    public void Dispose()
    {
        Array.ForEach(inputs, input => input.Dispose());
        run.Dispose();
    }
}
