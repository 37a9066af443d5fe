using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Speech.Sphinx;

/// <summary>
/// Turns utterances of 16 kHz samples into words. One per stream and never used again: what it learned about a voice (cepstral mean,
/// noise floor) ends with the stream. Not thread safe.
/// </summary>
internal sealed class UtteranceDecoder : IDisposable
{
    const int FrameMs = 10;

    readonly DecoderHandle decoder;

    UtteranceDecoder(DecoderHandle decoder) => this.decoder = decoder;

    /// <summary>Loads the models (0.3 to 0.5 s). Throws <see cref="WorkerStartException"/> when the library refuses one of them.</summary>
    public static UtteranceDecoder Create(SpeechModelFiles files, DecoderOptions options)
    {
        // Silence is taken out by voice activity, not by the decoder, whose own removal shifts every time that it reports.
        var decoder = DecoderHandle.Create(
        [
            "-hmm", files.AcousticModel, "-dict", files.Lexicon, "-samprate", "16000", "-frate", $"{1000 / FrameMs}",
            "-remove_silence", "no", "-remove_noise", "yes", "-lw", $"{options.LanguageWeight}", "-logfn", "/dev/null",
        ]);
        try
        {
            Require(!decoder.IsInvalid, files.AcousticModel);
            AddLexicon(decoder, files.ClinicalLexicon);
            UseLanguageModel(decoder, files, options.VisitsWeight);
            Require(decoder.StartStream(), files.AcousticModel);
            return new UtteranceDecoder(decoder);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    public void Start() => Check(decoder.StartUtterance());

    public void Process(ReadOnlySpan<short> samples) => Check(decoder.Process(samples, UtterancePart.Next));

    /// <summary>The words so far, without fillers; empty when there are none.</summary>
    public string Partial() => string.Join(' ', (decoder.Hypothesis() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Spelling));

    /// <summary>Ends the utterance and decodes it once more as a whole, which normalises over all of it.</summary>
    public List<RecognizedWord> Finish(ReadOnlySpan<short> utterance, long startMs)
    {
        Check(decoder.EndUtterance());
        // Frames are counted from the start of a stream, over utterances; a new stream makes them times in this utterance.
        Check(decoder.StartStream());
        Check(decoder.StartUtterance());
        Check(decoder.Process(utterance, UtterancePart.Whole));
        return End(startMs);
    }

    /// <summary>Ends the utterance. Times are <paramref name="startMs"/> plus the time in the utterance.</summary>
    public List<RecognizedWord> End(long startMs)
    {
        Check(decoder.EndUtterance());
        List<RecognizedWord> words = [];
        decoder.ReadSegments((word, first, last, posterior) =>
        {
            if (!IsFiller(word))
            {
                words.Add(new RecognizedWord
                {
                    Text = Spelling(word),
                    StartMs = startMs + ((long)first * FrameMs),
                    EndMs = startMs + ((long)(last + 1) * FrameMs),
                    Confidence = (float)Math.Clamp(posterior, 0, 1),
                });
            }
        });
        return words;
    }

    public void Dispose() => decoder.Dispose();

    static bool IsFiller(string word) => word.Length == 0 || word[0] is '<' or '[' or '+';

    // "read(2)" is the second pronunciation of "read".
    static string Spelling(string word) => word.EndsWith(')') && word.LastIndexOf('(') is > 0 and var alternate ? word[..alternate] : word;

    static void AddLexicon(DecoderHandle decoder, string path)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith(";;;", StringComparison.Ordinal)))
        {
            var separator = line.IndexOf(' ', StringComparison.Ordinal);
            Require(separator > 0 && decoder.AddWord(line[..separator], line[separator..].Trim()) >= 0, path);
        }
    }

    static void UseLanguageModel(DecoderHandle decoder, SpeechModelFiles files, float visitsWeight)
    {
        using var general = LanguageModelHandle.Read(decoder, files.GeneralLanguageModel);
        Require(!general.IsInvalid, files.GeneralLanguageModel);
        using var visits = LanguageModelHandle.Read(decoder, files.VisitsLanguageModel);
        Require(!visits.IsInvalid, files.VisitsLanguageModel);
        using var mixture = LanguageModelHandle.Interpolate(decoder, general, visits, visitsWeight);
        Require(!mixture.IsInvalid && decoder.Use(mixture), files.VisitsLanguageModel);
    }

    static void Require(bool accepted, string file)
    {
        if (!accepted)
        {
            throw new WorkerStartException(
                $"pocketsphinx {SphinxLibrary.Version()} refuses {file}. Expected: libpocketsphinx3 and pocketsphinx-en-us 0.8+5prealpha, and models/speech of this release.");
        }
    }

    static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            throw new InvalidOperationException("pocketsphinx refused a call in the middle of a stream: the stream is lost, a new one may be started.");
        }
    }
}

/// <summary>What was found by measuring; see docs/decisions/0004-embedded-recognizer.md.</summary>
internal sealed record DecoderOptions
{
    /// <summary>Share of the language model counted from generated visits; the rest is the shipped general one. Above 0, below 1. Default 0.5.</summary>
    public float VisitsWeight { get; init; } = 0.5f;

    /// <summary>Weight of the language model against the acoustic model. Default 6.5, pocketsphinx's own.</summary>
    public float LanguageWeight { get; init; } = 6.5f;
}
