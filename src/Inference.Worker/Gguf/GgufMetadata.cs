namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>Checks the metadata that native code trusts: layers, heads, context, the vocabulary's arrays.</summary>
internal static class GgufMetadata
{
    public const string Tokens = "tokenizer.ggml.tokens";
    public const string TokenTypes = "tokenizer.ggml.token_type";

    public static GgufModel CheckFirst(Dictionary<string, GgufValue> metadata, int parts)
    {
        var architecture = metadata.GetValueOrDefault("general.architecture").Text;
        if (string.IsNullOrEmpty(architecture))
        {
            throw new GgufException("The model file does not name its architecture (general.architecture).");
        }

        CheckSplit(metadata, part: 0, parts);
        CheckVocabulary(metadata);
        CheckEpsilons(metadata);
        var layers = Integer(metadata, $"{architecture}.block_count", 1, GgufLimits.Layers)
            ?? throw new GgufException($"The model file does not say how many layers it has ({architecture}.block_count).");
        return new()
        {
            Architecture = architecture,
            Name = metadata.GetValueOrDefault("general.name").Text ?? "",
            Layers = (int)layers,
            TrainedContext = Integer(metadata, $"{architecture}.context_length", 1, GgufLimits.ContextTokens) ?? 0,
            CacheBytesPerToken = CacheBytes(metadata, architecture, layers),
            ChatTemplate = metadata.ContainsKey("tokenizer.chat_template"),
            Pooling = PoolingOf(metadata, architecture),
        };
    }

    static Pooling? PoolingOf(Dictionary<string, GgufValue> metadata, string architecture) => Integer(metadata, $"{architecture}.pooling_type", 0, 4) switch
    {
        null or 0 => architecture.Contains("bert", StringComparison.Ordinal)
            ? throw new GgufException($"The model (architecture {architecture}) makes embeddings and does not say how ({architecture}.pooling_type is missing). Convert it with its sentence-transformers settings.")
            : null,
        4 => throw new GgufException("The model ranks pairs of texts, which is not supported. Choose one that generates text or makes embeddings."),
        { } type => (Pooling)type,
    };

    public static void CheckFurther(Dictionary<string, GgufValue> metadata, int part, int parts) => CheckSplit(metadata, part, parts);

    static void CheckSplit(Dictionary<string, GgufValue> metadata, int part, int parts)
    {
        var (count, number) = (Integer(metadata, "split.count", 0, ushort.MaxValue) ?? 0, Integer(metadata, "split.no", 0, ushort.MaxValue) ?? 0);
        if (Math.Max(1, count) != parts || number != part)
        {
            throw new GgufException($"The model file says that it is part {number + 1} of {Math.Max(1, count)}, and it was given as part {part + 1} of {parts}. Give all parts, which lie together as NAME-00001-of-0000N.gguf.");
        }
    }

    // Keys and values of one token: two f16 vectors of kv heads times head size per layer. Per-layer head counts (an array) count as all heads.
    static long CacheBytes(Dictionary<string, GgufValue> metadata, string architecture, long layers)
    {
        var width = Integer(metadata, $"{architecture}.embedding_length", 1, 1 << 20) ?? 0;
        var heads = Integer(metadata, $"{architecture}.attention.head_count", 1, GgufLimits.Heads) ?? 1;
        var cached = Integer(metadata, $"{architecture}.attention.head_count_kv", 1, GgufLimits.Heads) ?? heads;
        var keyLength = Integer(metadata, $"{architecture}.attention.key_length", 1, 1 << 20) ?? width / heads;
        var valueLength = Integer(metadata, $"{architecture}.attention.value_length", 1, 1 << 20) ?? width / heads;
        return layers * cached * (keyLength + valueLength) * sizeof(short);
    }

    static void CheckVocabulary(Dictionary<string, GgufValue> metadata)
    {
        if (!metadata.TryGetValue(Tokens, out var tokens))
        {
            throw new GgufException($"The model file has no vocabulary ({Tokens}).");
        }

        if (tokens is not { Type: GgufValueType.Array, ElementType: GgufValueType.String, Count: > 0 })
        {
            throw new GgufException($"The model file's vocabulary ({Tokens}) is not a list of texts.");
        }

        CheckArray(metadata, "tokenizer.ggml.scores", GgufValueType.Float32, tokens.Count);
        CheckArray(metadata, TokenTypes, GgufValueType.Int32, tokens.Count);
        CheckBytes(metadata, tokens.Bytes ?? []);
        foreach (var (key, value) in metadata)
        {
            // An id outside the vocabulary loads, and ends the process where it is used. 2^32-1 is how writers say "none".
            if (key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal) && key.EndsWith("_token_id", StringComparison.Ordinal)
                && value.Integer is { } id && id != uint.MaxValue && id != -1 && (id < 0 || id >= tokens.Count))
            {
                throw new GgufException($"The special token {id} is outside the vocabulary of {tokens.Count} tokens.");
            }
        }
    }

    // Native code reads the number of a byte out of the token's text, wherever it ends, and WordPiece has no such tokens.
    static void CheckBytes(Dictionary<string, GgufValue> metadata, HashSet<int> written)
    {
        if (metadata.GetValueOrDefault(TokenTypes).Bytes is not { Count: > 0 } bytes)
        {
            return;
        }

        var hasNone = metadata.GetValueOrDefault("tokenizer.ggml.model").Text == "bert";
        if (bytes.Where(token => hasNone || !written.Contains(token)).Select(token => (int?)token).FirstOrDefault() is { } wrong)
        {
            throw new GgufException($"Token {wrong} of the vocabulary is said to be a byte ({TokenTypes}), and its text is not <0x00> to <0xFF>, or its kind of vocabulary has no bytes.");
        }
    }

    // The engine ends the process over one below 0, in the middle of a request.
    static void CheckEpsilons(Dictionary<string, GgufValue> metadata)
    {
        foreach (var (key, value) in metadata.Where(entry => entry.Key.EndsWith("epsilon", StringComparison.Ordinal) && entry.Value.Type is not GgufValueType.Array))
        {
            if (value.Single is not (>= 0 and < 1))
            {
                throw new GgufException($"{key} is no number from 0 to 1.");
            }
        }
    }

    static void CheckArray(Dictionary<string, GgufValue> metadata, string key, GgufValueType element, long count)
    {
        if (metadata.TryGetValue(key, out var value) && (value.Type != GgufValueType.Array || value.ElementType != element || value.Count != count))
        {
            throw new GgufException($"{key} must be a list of {count} {element} values, one for each token.");
        }
    }

    // Null when the key is absent or is a list (one value per layer), which native code checks itself.
    static long? Integer(Dictionary<string, GgufValue> metadata, string key, long least, long most)
    {
        if (!metadata.TryGetValue(key, out var value) || value.Type == GgufValueType.Array)
        {
            return null;
        }

        return value.Integer is { } number
            ? number >= least && number <= most ? number : throw new GgufException($"{key} is {number}; {least} to {most} is allowed.")
            : value.Type is GgufValueType.UInt8 ? null : throw new GgufException($"{key} is not an integer.");
    }
}
