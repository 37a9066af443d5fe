using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Speech.Sphinx;
using OnPremLlm.Inference.Worker.Speech.Voice;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>The models of this process and the places for streams. Thread safe; each stream gets a decoder of its own.</summary>
internal sealed class Recognizer : IDisposable
{
    readonly VoiceActivityModel voice;
    readonly DecoderOptions decoderOptions;
    readonly SegmenterOptions segmenterOptions;
    int open;

    /// <summary>Loads a decoder once, so that a model which the library refuses is found now. Throws <see cref="WorkerStartException"/>.</summary>
    public Recognizer(SpeechModelFiles files, int decoders, DecoderOptions? decoderOptions = null, SegmenterOptions? segmenterOptions = null)
    {
        SphinxLibrary.Load();
        Files = files;
        Decoders = decoders;
        this.decoderOptions = decoderOptions ?? new DecoderOptions();
        this.segmenterOptions = segmenterOptions ?? new SegmenterOptions();
        UtteranceDecoder.Create(files, this.decoderOptions).Dispose();
        voice = new VoiceActivityModel(files.VoiceActivity);
    }

    public SpeechModelFiles Files { get; }

    /// <summary>Streams that can be open at a time.</summary>
    public int Decoders { get; }

    /// <summary>Opens a stream, or returns null when all decoders are in use. The place is free again when the stream is disposed.</summary>
    public RecognitionStream? TryOpen(long offsetMs)
    {
        if (Interlocked.Increment(ref open) > Decoders)
        {
            Interlocked.Decrement(ref open);
            return null;
        }

        try
        {
            return new RecognitionStream(UtteranceDecoder.Create(Files, decoderOptions), voice.OpenStream(), segmenterOptions, offsetMs)
            {
                Closed = () => Interlocked.Decrement(ref open),
            };
        }
        catch
        {
            Interlocked.Decrement(ref open);
            throw;
        }
    }

    public void Dispose() => voice.Dispose();
}
