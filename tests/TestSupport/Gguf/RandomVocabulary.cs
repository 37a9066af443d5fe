namespace OnPremLlm.TestSupport.Gguf;

/// <summary>Kinds of vocabulary that <see cref="RandomModel"/> can write.</summary>
public enum VocabularyKind
{
    /// <summary>SentencePiece with byte fallback ("llama").</summary>
    Spm,

    /// <summary>Byte-level byte pair encoding ("gpt2").</summary>
    Bpe,
}

/// <summary>A made-up vocabulary that can encode any text and has the chatml control tokens.</summary>
static class RandomVocabulary
{
    const string Letters = "etaoinshrdlcumwfgypbvkjxqz";
    const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;

    public static void AddTo(GgufFile file, RandomModelOptions options)
    {
        var (tokens, types) = options.Vocabulary == VocabularyKind.Spm ? Spm(options.VocabularySize) : Bpe(file, options);
        file.Metadata["tokenizer.ggml.tokens"] = tokens.ToArray();
        file.Metadata["tokenizer.ggml.token_type"] = types.ToArray();
        if (options.Vocabulary == VocabularyKind.Spm)
        {
            file.Metadata["tokenizer.ggml.scores"] = tokens.Select((_, index) => -(float)index).ToArray();
        }

        if (options.ChatTemplate is { } template)
        {
            file.Metadata["tokenizer.chat_template"] = template;
        }

        Add(file, tokens, options.Vocabulary);
    }

    static void Add(GgufFile file, List<string> tokens, VocabularyKind kind)
    {
        var spm = kind == VocabularyKind.Spm;
        file.Metadata["tokenizer.ggml.model"] = spm ? "llama" : "gpt2";
        file.Metadata["tokenizer.ggml.bos_token_id"] = (uint)(spm ? 1 : tokens.IndexOf("<|endoftext|>"));
        file.Metadata["tokenizer.ggml.eos_token_id"] = (uint)(spm ? 2 : tokens.IndexOf("<|endoftext|>"));
        file.Metadata["tokenizer.ggml.add_bos_token"] = spm;
        if (spm)
        {
            file.Metadata["tokenizer.ggml.unknown_token_id"] = 0u;
            file.Metadata["tokenizer.ggml.add_space_prefix"] = false;
        }
    }

    static (List<string> Tokens, List<int> Types) Spm(int size)
    {
        List<string> tokens = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        List<int> types = [Unknown, Control, Control, Control, Control, .. Enumerable.Repeat(Byte, 256)];
        foreach (var piece in Pieces().Select(piece => piece.Replace(' ', '\u2581')).Take(size - tokens.Count))
        {
            tokens.Add(piece);
            types.Add(Normal);
        }

        return Fill(tokens, types, size);
    }

    static (List<string> Tokens, List<int> Types) Bpe(GgufFile file, RandomModelOptions options)
    {
        file.Metadata["tokenizer.ggml.pre"] = options.PreTokenizer;
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => ByteCharacter(value).ToString())];
        string[] merges = [.. Letters.SelectMany(first => Letters, (first, second) => $"{first} {second}").Take(options.VocabularySize - 256 - 3)];
        tokens.AddRange(merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)));
        List<int> types = [.. Enumerable.Repeat(Normal, tokens.Count)];
        file.Metadata["tokenizer.ggml.merges"] = merges;
        (tokens, types) = Fill(tokens, types, options.VocabularySize - 3);
        tokens.AddRange(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]);
        types.AddRange([Control, Control, Control]);
        return (tokens, types);
    }

    // Spaces, letters, digits and signs first, then pairs.
    static IEnumerable<string> Pieces() => Enumerable.Repeat(" ", 1)
        .Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => ((char)code).ToString()))
        .Concat(Letters.Select(letter => $" {letter}"))
        .Concat(Letters.SelectMany(first => Letters, (first, second) => $"{first}{second}"));

    static (List<string> Tokens, List<int> Types) Fill(List<string> tokens, List<int> types, int size)
    {
        while (tokens.Count < size)
        {
            tokens.Add($"\u00abfiller{tokens.Count}\u00bb");
            types.Add(Normal);
        }

        return (tokens, types);
    }

    // GPT-2's printable stand-ins for bytes.
    static char ByteCharacter(int value)
    {
        static bool Printable(int code) => code is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
        return (char)(Printable(value) ? value : 256 + Enumerable.Range(0, value).Count(code => !Printable(code)));
    }
}
