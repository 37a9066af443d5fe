using System.Runtime.InteropServices;
using System.Text;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>How a model is loaded; <paramref name="SplitMode"/> null: llama.cpp's default.</summary>
internal sealed record LlamaLoading(int GpuLayers, int? SplitMode, bool MapsFile);

/// <summary>A loaded model (llama_model) with its vocabulary. Reading it is thread safe.</summary>
internal sealed unsafe partial class LlamaModel : SafeHandle
{
    const int WordPiece = 3; // LLAMA_VOCAB_TYPE_WPM

    public LlamaModel() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Loads a GGUF file that was checked before: a damaged one can end the process in here. Returns an invalid handle when llama.cpp refuses it.</summary>
    public static LlamaModel Load(string path, int gpuLayers) => Load([path], new(gpuLayers, SplitMode: null, MapsFile: true));

    /// <summary>The same for a model in several files, in order.</summary>
    public static LlamaModel Load(IReadOnlyList<string> paths, LlamaLoading loading)
    {
        var parameters = DefaultParams();
        parameters.GpuLayers = loading.GpuLayers;
        parameters.SplitMode = loading.SplitMode ?? parameters.SplitMode;
        parameters.LoadMode = loading.MapsFile ? parameters.LoadMode : 0;
        parameters.CheckTensors = 1;
        var model = new LlamaModel();
        model.SetHandle(paths.Count == 1 ? LoadFromFile(paths[0], parameters) : LoadFromSplits(paths, parameters));
        return model;
    }

    static nint LoadFromSplits(IReadOnlyList<string> paths, LlamaModelParams parameters)
    {
        using var strings = new NativeStrings();
        var native = paths.Select(strings.Add).ToArray();
        fixed (nint* first = native)
        {
            return LoadFromSplits(first, (nuint)native.Length, parameters);
        }
    }

    public int TokenCount => VocabularyTokenCount(Vocabulary);

    /// <summary>-1 when the model has none.</summary>
    public int BeginningOfSequence => VocabularyBos(Vocabulary);

    public bool AddsBeginningOfSequence => VocabularyAddBos(Vocabulary) != 0;

    public int TrainedContext => ContextTrain(handle);

    /// <summary>The vocabulary has the tokens that the model wants around a whole text. Where it has not, <see cref="TokenizeWhole"/> would end the process.</summary>
    public bool HasTokensAround =>
        (BeginningOfSequence >= 0 || (VocabularyAddBos(Vocabulary) == 0 && VocabularyType(Vocabulary) != WordPiece))
        && (VocabularyEos(Vocabulary) >= 0 || VocabularyAddEos(Vocabulary) == 0)
        && (VocabularySep(Vocabulary) >= 0 || (VocabularyAddSep(Vocabulary) == 0 && VocabularyType(Vocabulary) != WordPiece));

    /// <summary>Numbers in the vector that the model makes of a text.</summary>
    public int EmbeddingSize => EmbeddingOut(handle);

    public int Layers => LayerCount(handle);

    public ulong Parameters => ParameterCount(handle);

    public ulong SizeInBytes => Size(handle);

    /// <summary>Has a decoder and no encoder, and is not recurrent: what the batch loop can run.</summary>
    public bool IsPlainDecoder => HasDecoder(handle) != 0 && HasEncoder(handle) == 0;

    /// <summary>The model's own chat template; null when it has none.</summary>
    public string? ChatTemplate => Marshal.PtrToStringUTF8(Template(handle, 0));

    internal nint Vocabulary => GetVocabulary(Valid());

    public string Description
    {
        get
        {
            Span<byte> buffer = stackalloc byte[256];
            fixed (byte* start = buffer)
            {
                var length = Describe(handle, start, (nuint)buffer.Length);
                return Encoding.UTF8.GetString(buffer[..Math.Clamp(length, 0, buffer.Length - 1)]);
            }
        }
    }

    public bool IsEndOfGeneration(int token) => VocabularyIsEndOfGeneration(Vocabulary, InVocabulary(token)) != 0;

    public bool IsControl(int token) => VocabularyIsControl(Vocabulary, InVocabulary(token)) != 0;

    /// <summary>The token's bytes; empty for control tokens. May be part of a character.</summary>
    public byte[] Piece(int token)
    {
        Span<byte> buffer = stackalloc byte[512];
        fixed (byte* start = buffer)
        {
            var length = TokenToPiece(Vocabulary, InVocabulary(token), start, buffer.Length, 0, 0);
            if (length >= 0)
            {
                return buffer[..length].ToArray();
            }

            var large = new byte[-length];
            fixed (byte* largeStart = large)
            {
                return TokenToPiece(Vocabulary, token, largeStart, large.Length, 0, 0) == large.Length ? large : [];
            }
        }
    }

    /// <summary>Tokens of UTF-8 text, without any that begin or end a sequence. Control tokens are recognised only with <paramref name="control"/>.</summary>
    public int[] Tokenize(ReadOnlySpan<byte> text, TokenizeAs control) => Tokenize(text, control, addSpecial: 0);

    /// <summary>Tokens of UTF-8 text with those that the model wants around it, for models that read whole texts. Nothing in it becomes a control token.</summary>
    public int[] TokenizeWhole(ReadOnlySpan<byte> text) => Tokenize(text, TokenizeAs.Text, addSpecial: 1);

    int[] Tokenize(ReadOnlySpan<byte> text, TokenizeAs control, byte addSpecial)
    {
        if (text.IsEmpty)
        {
            return [];
        }

        var tokens = new int[text.Length + 8];
        fixed (byte* bytes = text)
        {
            while (true)
            {
                fixed (int* start = tokens)
                {
                    var count = Tokenize(Vocabulary, bytes, text.Length, start, tokens.Length, addSpecial, (byte)control);
                    if (count >= 0)
                    {
                        return tokens[..count];
                    }

                    tokens = count == int.MinValue ? throw new InvalidOperationException("The text has more tokens than can be counted.") : new int[-count];
                }
            }
        }
    }

    /// <summary>Renders messages with a template that llama.cpp knows; null when it knows none for it.</summary>
    public static string? ApplyTemplate(string template, IReadOnlyList<(string Role, string Content)> messages)
    {
        using var strings = new NativeStrings();
        var native = messages.Select(message => new LlamaChatMessage { Role = strings.Add(message.Role), Content = strings.Add(message.Content) }).ToArray();
        var pattern = strings.Add(template);
        var buffer = new byte[1024];
        while (true)
        {
            int length;
            fixed (LlamaChatMessage* first = native)
            fixed (byte* start = buffer)
            {
                length = ApplyTemplate(pattern, first, (nuint)native.Length, 1, start, buffer.Length);
            }

            if (length <= buffer.Length)
            {
                return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
            }

            buffer = new byte[length];
        }
    }

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    nint Valid()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return IsInvalid ? throw new InvalidOperationException("The model was not loaded.") : handle;
    }

    // llama.cpp throws a C++ exception for an id outside the vocabulary, which ends the process.
    int InVocabulary(int token) => token >= 0 && token < TokenCount ? token : throw new ArgumentOutOfRangeException(nameof(token));

    [LibraryImport("llama", EntryPoint = "llama_model_default_params")]
    private static partial LlamaModelParams DefaultParams();

    [LibraryImport("llama", EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint LoadFromFile(string path, LlamaModelParams parameters);

    [LibraryImport("llama", EntryPoint = "llama_model_load_from_splits")]
    private static partial nint LoadFromSplits(nint* paths, nuint count, LlamaModelParams parameters);

    [LibraryImport("llama", EntryPoint = "llama_model_free")]
    private static partial void Free(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_get_vocab")]
    private static partial nint GetVocabulary(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_n_ctx_train")]
    private static partial int ContextTrain(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_n_embd_out")]
    private static partial int EmbeddingOut(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_n_layer")]
    private static partial int LayerCount(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_n_params")]
    private static partial ulong ParameterCount(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_size")]
    private static partial ulong Size(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_desc")]
    private static partial int Describe(nint model, byte* buffer, nuint length);

    [LibraryImport("llama", EntryPoint = "llama_model_chat_template")]
    private static partial nint Template(nint model, nint name);

    [LibraryImport("llama", EntryPoint = "llama_model_has_encoder")]
    private static partial byte HasEncoder(nint model);

    [LibraryImport("llama", EntryPoint = "llama_model_has_decoder")]
    private static partial byte HasDecoder(nint model);

    [LibraryImport("llama", EntryPoint = "llama_vocab_n_tokens")]
    private static partial int VocabularyTokenCount(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_bos")]
    private static partial int VocabularyBos(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_type")]
    private static partial int VocabularyType(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_eos")]
    private static partial int VocabularyEos(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_sep")]
    private static partial int VocabularySep(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_get_add_eos")]
    private static partial byte VocabularyAddEos(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_get_add_sep")]
    private static partial byte VocabularyAddSep(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_get_add_bos")]
    private static partial byte VocabularyAddBos(nint vocabulary);

    [LibraryImport("llama", EntryPoint = "llama_vocab_is_eog")]
    private static partial byte VocabularyIsEndOfGeneration(nint vocabulary, int token);

    [LibraryImport("llama", EntryPoint = "llama_vocab_is_control")]
    private static partial byte VocabularyIsControl(nint vocabulary, int token);

    [LibraryImport("llama", EntryPoint = "llama_token_to_piece")]
    private static partial int TokenToPiece(nint vocabulary, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport("llama", EntryPoint = "llama_tokenize")]
    private static partial int Tokenize(nint vocabulary, byte* text, int length, int* tokens, int room, byte addSpecial, byte parseSpecial);

    [LibraryImport("llama", EntryPoint = "llama_chat_apply_template")]
    private static partial int ApplyTemplate(nint template, LlamaChatMessage* messages, nuint count, byte addAssistant, byte* buffer, int length);
}
