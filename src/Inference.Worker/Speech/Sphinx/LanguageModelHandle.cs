using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Speech.Sphinx;

/// <summary>An n-gram model or a weighted set of them. Not thread safe: lookups write a cache inside the model, so each decoder has its own.</summary>
internal sealed partial class LanguageModelHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    const int DetectFormat = 0;

    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Reads an ARPA or binary file. The handle is invalid when the library refuses the file.</summary>
    public static LanguageModelHandle Read(DecoderHandle decoder, string path) =>
        Read(decoder.Configuration, path, DetectFormat, decoder.LogMath);

    /// <summary>A linear interpolation. The set keeps its own references; the caller frees his.</summary>
    public static LanguageModelHandle Interpolate(DecoderHandle decoder, LanguageModelHandle general, LanguageModelHandle visits, float visitsWeight)
    {
        nint[] names = [Marshal.StringToCoTaskMemUTF8("general"), Marshal.StringToCoTaskMemUTF8("visits")];
        try
        {
            nint[] models = [general.handle, visits.handle];
            float[] weights = [1 - visitsWeight, visitsWeight];
            var set = CreateSet(decoder.Configuration, models, names, weights, models.Length);
            if (!set.IsInvalid)
            {
                _ = Interpolate(set, names, weights);
            }

            return set;
        }
        finally
        {
            Array.ForEach(names, Marshal.FreeCoTaskMem);
        }
    }

    protected override bool ReleaseHandle()
    {
        _ = Free(handle);
        return true;
    }

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "ngram_model_read", StringMarshalling = StringMarshalling.Utf8)]
    private static partial LanguageModelHandle Read(nint configuration, string path, int format, nint logMath);

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "ngram_model_set_init")]
    private static partial LanguageModelHandle CreateSet(nint configuration, nint[] models, nint[] names, float[] weights, int count);

    // Returns the same set.
    [LibraryImport(SphinxLibrary.Base, EntryPoint = "ngram_model_set_interp")]
    private static partial nint Interpolate(LanguageModelHandle set, nint[] names, float[] weights);

    [LibraryImport(SphinxLibrary.Base, EntryPoint = "ngram_model_free")]
    private static partial int Free(nint model);
}
