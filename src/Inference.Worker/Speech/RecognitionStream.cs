using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Speech.Sphinx;
using OnPremLlm.Inference.Worker.Speech.Voice;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>
/// One channel of 16 kHz samples on its way to words. Everything happens on the caller's thread inside <see cref="Push"/> and
/// <see cref="Finish"/>; not thread safe.
/// </summary>
internal sealed class RecognitionStream : IDisposable
{
    const int SamplesPerMs = 16;
    // Often enough to read along; each partial walks the whole backtrace.
    const int PartialEverySamples = 300 * SamplesPerMs;

    readonly UtteranceDecoder decoder;
    readonly VoiceActivityStream voice;
    readonly SegmenterOptions options;
    readonly UtteranceSegmenter segmenter;
    readonly long offsetMs;

    readonly short[] window = new short[VoiceActivityStream.Window];
    int filled;
    // Before an utterance: the pre-roll. Inside: the utterance.
    readonly List<short> audio = [];
    long audioStart;
    long received;
    long nextPartial;
    string lastPartial = "";
    bool closed;

    /// <summary>Takes over <paramref name="decoder"/> and <paramref name="voice"/>.</summary>
    public RecognitionStream(UtteranceDecoder decoder, VoiceActivityStream voice, SegmenterOptions options, long offsetMs)
    {
        this.decoder = decoder;
        this.voice = voice;
        this.options = options;
        this.offsetMs = offsetMs;
        segmenter = new UtteranceSegmenter(options);
    }

    /// <summary>Called once, when the stream is disposed.</summary>
    public Action? Closed { get; init; }

    /// <summary>Takes any number of samples and adds what became known to <paramref name="events"/>.</summary>
    public void Push(ReadOnlySpan<short> samples, ICollection<RecognizeEvent> events)
    {
        while (!samples.IsEmpty)
        {
            var taken = Math.Min(samples.Length, window.Length - filled);
            samples[..taken].CopyTo(window.AsSpan(filled));
            filled += taken;
            received += taken;
            samples = samples[taken..];
            if (filled == window.Length)
            {
                Take(window, voice.Probability(window), events);
                filled = 0;
            }
        }
    }

    /// <summary>Ends an open utterance and adds <c>done</c>. Nothing may be pushed afterwards.</summary>
    public void Finish(ICollection<RecognizeEvent> events)
    {
        if (filled > 0)
        {
            window.AsSpan(filled).Clear();
            Take(window.AsSpan(0, filled), voice.Probability(window), events);
        }

        if (segmenter.Inside)
        {
            EndUtterance(windowsKept: 0, events);
        }

        events.Add(new RecognizeEvent
        {
            Done = new RecognizeDone
            {
                AudioMs = received / SamplesPerMs,
                SpeechMs = Math.Min(received, segmenter.SpeechWindows * VoiceActivityStream.Window) / SamplesPerMs,
            },
        });
    }

    public void Dispose()
    {
        voice.Dispose();
        decoder.Dispose();
        if (!closed)
        {
            closed = true;
            Closed?.Invoke();
        }
    }

    void Take(ReadOnlySpan<short> samples, float probability, ICollection<RecognizeEvent> events)
    {
        audio.AddRange(samples);
        switch (segmenter.Next(probability))
        {
            case SegmentStep.Outside:
                DropAllBut(options.PreRoll * VoiceActivityStream.Window);
                break;
            case SegmentStep.Begin:
                Begin();
                break;
            case SegmentStep.Continue:
                decoder.Process(samples);
                SendPartial(events);
                break;
            case SegmentStep.End:
                EndUtterance(options.PreRoll, events);
                break;
            case SegmentStep.Split:
                Split(events);
                break;
        }
    }

    void Begin()
    {
        decoder.Start();
        decoder.Process(Audio);
        lastPartial = "";
        nextPartial = received + PartialEverySamples;
    }

    void EndUtterance(int windowsKept, ICollection<RecognizeEvent> events)
    {
        var settledMs = StartOfLastMs(windowsKept);
        Settle(decoder.Finish(Audio, AudioStartMs), settledMs, events);
    }

    // The words up to the quietest place are final; what comes after them is decoded again with what follows.
    void Split(ICollection<RecognizeEvent> events)
    {
        var after = segmenter.WindowsAfterSplit();
        var splitMs = StartOfLastMs(after);
        var words = decoder.Finish(Audio, AudioStartMs);
        Settle([.. words.TakeWhile(word => (word.StartMs + word.EndMs) / 2 < splitMs)], splitMs, events);
        segmenter.Restart(after);
        Begin();
    }

    void SendPartial(ICollection<RecognizeEvent> events)
    {
        if (received < nextPartial)
        {
            return;
        }

        nextPartial = received + PartialEverySamples;
        var text = decoder.Partial();
        if (text.Length > 0 && text != lastPartial)
        {
            lastPartial = text;
            events.Add(new RecognizeEvent { Partial = new PartialResult { StartMs = AudioStartMs, EndMs = offsetMs + (received / SamplesPerMs), Text = text } });
        }
    }

    // These words are final and their sound is forgotten, so that nothing is heard twice.
    void Settle(List<RecognizedWord> words, long settledMs, ICollection<RecognizeEvent> events)
    {
        settledMs = Math.Min(Math.Max(settledMs, words.Count > 0 ? words[^1].EndMs : 0), offsetMs + (received / SamplesPerMs));
        DropAllBut(audio.Count - (int)((settledMs - AudioStartMs) * SamplesPerMs));
        if (words.Count > 0)
        {
            events.Add(new RecognizeEvent { Final = new FinalResult { StartMs = words[0].StartMs, EndMs = words[^1].EndMs, SettledMs = settledMs, Words = { words } } });
        }
    }

    long StartOfLastMs(int windows) => AudioStartMs + ((audio.Count - (windows * VoiceActivityStream.Window)) / SamplesPerMs);

    ReadOnlySpan<short> Audio => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(audio);

    long AudioStartMs => offsetMs + (audioStart / SamplesPerMs);

    void DropAllBut(int samples)
    {
        var dropped = audio.Count - samples;
        if (dropped > 0)
        {
            audio.RemoveRange(0, dropped);
            audioStart += dropped;
        }
    }
}
