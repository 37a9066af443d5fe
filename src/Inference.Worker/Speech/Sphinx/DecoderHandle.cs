using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Speech.Sphinx;

/// <summary>A <c>ps_decoder_t</c>: one audio stream, one thread at a time. Results point into the decoder and are copied before they are returned.</summary>
internal sealed partial class DecoderHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Owned by the decoder.</summary>
    public nint Configuration => GetConfiguration(this);

    /// <summary>Owned by the decoder.</summary>
    public nint LogMath => GetLogMath(this);

    /// <summary>Starts a decoder without a language model. The handle is invalid when an option or the acoustic model is refused.</summary>
    public static DecoderHandle Create(IReadOnlyList<string> arguments)
    {
        // The parser takes the first argument for the name of a program.
        var values = arguments.Prepend("speech").Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            var configuration = ParseArguments(nint.Zero, KnownArguments(), values.Length, values, strict: 1);
            if (configuration == nint.Zero)
            {
                return new DecoderHandle();
            }

            var decoder = Create(configuration);
            _ = FreeArguments(configuration);
            return decoder;
        }
        finally
        {
            Array.ForEach(values, Marshal.FreeCoTaskMem);
        }
    }

    /// <summary>Adds a pronunciation; negative when it has a phone that the acoustic model lacks.</summary>
    public int AddWord(string word, string phones) => AddWord(this, word, phones, update: 0);

    /// <summary>Makes <paramref name="model"/> the language model. The decoder keeps its own reference.</summary>
    public bool Use(LanguageModelHandle model) => SetLanguageModel(this, "visit", model) >= 0 && SetSearch(this, "visit") >= 0;

    public bool StartStream() => StartStream(this) >= 0;

    public bool StartUtterance() => StartUtterance(this) >= 0;

    public bool Process(ReadOnlySpan<short> samples, UtterancePart part) =>
        ProcessRaw(this, samples, (nuint)samples.Length, noSearch: 0, part == UtterancePart.Whole ? 1 : 0) >= 0;

    public bool EndUtterance() => EndUtterance(this) >= 0;

    /// <summary>The best words so far, or null when there are none.</summary>
    public string? Hypothesis() => Marshal.PtrToStringUTF8(GetHypothesis(this, out _));

    /// <summary>Calls <paramref name="add"/> with word, first frame, last frame (inclusive) and posterior of each part of the best path, fillers too.</summary>
    public void ReadSegments(Action<string, int, int, double> add)
    {
        var logMath = LogMath;
        for (var segment = FirstSegment(this); segment != nint.Zero; segment = NextSegment(segment))
        {
            SegmentFrames(segment, out var first, out var last);
            var posterior = LogMathExp(logMath, SegmentPosterior(segment, out _, out _, out _));
            add(Marshal.PtrToStringUTF8(SegmentWord(segment)) ?? "", first, last, posterior);
        }
    }

    protected override bool ReleaseHandle()
    {
        _ = Free(handle);
        return true;
    }

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_args")]
    private static partial nint KnownArguments();

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "cmd_ln_parse_r")]
    private static partial nint ParseArguments(nint into, nint definitions, int count, nint[] values, int strict);

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "cmd_ln_free_r")]
    private static partial int FreeArguments(nint configuration);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_init")]
    private static partial DecoderHandle Create(nint configuration);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_free")]
    private static partial int Free(nint decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_get_config")]
    private static partial nint GetConfiguration(DecoderHandle decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_get_logmath")]
    private static partial nint GetLogMath(DecoderHandle decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_add_word", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWord(DecoderHandle decoder, string word, string phones, int update);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_set_lm", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetLanguageModel(DecoderHandle decoder, string name, LanguageModelHandle model);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_set_search", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetSearch(DecoderHandle decoder, string name);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_start_stream")]
    private static partial int StartStream(DecoderHandle decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_start_utt")]
    private static partial int StartUtterance(DecoderHandle decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_process_raw")]
    private static partial int ProcessRaw(DecoderHandle decoder, ReadOnlySpan<short> samples, nuint count, int noSearch, int fullUtterance);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_end_utt")]
    private static partial int EndUtterance(DecoderHandle decoder);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_get_hyp")]
    private static partial nint GetHypothesis(DecoderHandle decoder, out int score);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_seg_iter")]
    private static partial nint FirstSegment(DecoderHandle decoder);

    // Frees the iterator when there is no next segment.
    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_seg_next")]
    private static partial nint NextSegment(nint segment);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_seg_word")]
    private static partial nint SegmentWord(nint segment);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_seg_frames")]
    private static partial void SegmentFrames(nint segment, out int first, out int last);

    [LibraryImport(SphinxLibrary.Decoder, EntryPoint = "ps_seg_prob")]
    private static partial int SegmentPosterior(nint segment, out int acoustic, out int language, out int backoff);

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "logmath_exp")]
    private static partial double LogMathExp(nint logMath, int value);
}

/// <summary>Whether the samples are the next piece of an utterance or all of it, which lets the decoder normalise over the whole.</summary>
internal enum UtterancePart
{
    Next,
    Whole,
}
