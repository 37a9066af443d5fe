namespace OnPremLlm.TestSupport.Gguf;

/// <summary>How the weights are stored.</summary>
public enum WeightType
{
    F32 = 0,
    Q8 = 8,
}

/// <summary>Shape of a random model. The defaults give about 600 KB.</summary>
public sealed record RandomModelOptions
{
    /// <summary>Feed-forward and context as tests need them; about 66 M parameters, 70 MB as q8_0.</summary>
    public static RandomModelOptions Medium { get; } = new() { Embedding = 640, Layers = 10, Heads = 10, FeedForward = 2048, VocabularySize = 8192, Weights = WeightType.Q8, TrainedContext = 4096 };

    /// <summary>468 M parameters, 498 MB as q8_0: the size of a small real model, for benches.</summary>
    public static RandomModelOptions HalfBillion { get; } = new() { Embedding = 1024, Layers = 24, Heads = 16, FeedForward = 4096, VocabularySize = 32000, Weights = WeightType.Q8, TrainedContext = 4096 };

    public VocabularyKind Vocabulary { get; init; } = VocabularyKind.Spm;

    public WeightType Weights { get; init; } = WeightType.F32;

    /// <summary>A multiple of 32 and of <see cref="Heads"/>.</summary>
    public int Embedding { get; init; } = 64;

    public int Layers { get; init; } = 2;

    public int Heads { get; init; } = 4;

    public int FeedForward { get; init; } = 128;

    /// <summary>At least 512.</summary>
    public int VocabularySize { get; init; } = 512;

    public int TrainedContext { get; init; } = 1024;

    /// <summary>The same seed gives the same file, byte for byte.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>tokenizer.chat_template; null for none.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>tokenizer.ggml.pre of a BPE vocabulary.</summary>
    public string PreTokenizer { get; init; } = "gpt-2";

    /// <summary>ARCHITECTURE.pooling_type; null: the model generates text.</summary>
    public uint? Pooling { get; init; }

    /// <summary>A template that llama.cpp knows.</summary>
    public static string ChatMl => "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
}

/// <summary>Writes small llama-architecture GGUF models with random weights, so that engine tests need no download. What they generate means nothing.</summary>
public static class RandomModel
{
    /// <summary>Writes the model and returns the path.</summary>
    public static string Write(string path, RandomModelOptions options)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        Create(options).Write(stream);
        return path;
    }

    /// <summary>Writes the same model in several files, as llama.cpp's gguf-split names and fills them, and returns their paths in order.</summary>
    public static IReadOnlyList<string> WriteSplit(string folder, string name, RandomModelOptions options, int parts)
    {
        var whole = Create(options);
        var each = (whole.Tensors.Count + parts - 1) / parts;
        List<string> paths = [];
        for (var i = 0; i < parts; i++)
        {
            var part = new GgufFile();
            foreach (var (key, value) in i == 0 ? whole.Metadata : [])
            {
                part.Metadata[key] = value;
            }

            (part.Metadata["split.no"], part.Metadata["split.count"], part.Metadata["split.tensors.count"]) = ((ushort)i, (ushort)parts, whole.Tensors.Count);
            part.Tensors.AddRange(whole.Tensors.Skip(i * each).Take(each));
            paths.Add(Path.Combine(folder, $"{name}-{i + 1:00000}-of-{parts:00000}.gguf"));
            using var stream = File.Create(paths[^1]);
            part.Write(stream);
        }

        return paths;
    }

    /// <summary>The model before it is written, for tests that damage it.</summary>
    public static GgufFile Create(RandomModelOptions options)
    {
        var file = new GgufFile();
        AddMetadata(file, options);
        RandomVocabulary.AddTo(file, options);
        AddTensors(file, options);
        return file;
    }

    static void AddMetadata(GgufFile file, RandomModelOptions options)
    {
        file.Metadata["general.architecture"] = "llama";
        file.Metadata["general.name"] = "random weights";
        file.Metadata["general.file_type"] = options.Weights == WeightType.Q8 ? 7u : 0u;
        file.Metadata["llama.context_length"] = (uint)options.TrainedContext;
        file.Metadata["llama.embedding_length"] = (uint)options.Embedding;
        file.Metadata["llama.block_count"] = (uint)options.Layers;
        file.Metadata["llama.feed_forward_length"] = (uint)options.FeedForward;
        file.Metadata["llama.attention.head_count"] = (uint)options.Heads;
        file.Metadata["llama.attention.head_count_kv"] = (uint)options.Heads;
        file.Metadata["llama.attention.layer_norm_rms_epsilon"] = 1e-5f;
        file.Metadata["llama.rope.dimension_count"] = (uint)(options.Embedding / options.Heads);
        file.Metadata["llama.rope.freq_base"] = 10000f;
        file.Metadata["llama.vocab_size"] = (uint)options.VocabularySize;
        if (options.Pooling is { } pooling)
        {
            file.Metadata["llama.pooling_type"] = pooling;
        }
    }

    static void AddTensors(GgufFile file, RandomModelOptions options)
    {
        var random = new RandomWeights(options.Seed, options.Weights);
        int width = options.Embedding, forward = options.FeedForward, words = options.VocabularySize;
        file.Tensors.Add(random.Matrix("token_embd.weight", width, words));
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            file.Tensors.Add(RandomWeights.Ones(block + "attn_norm.weight", width));
            file.Tensors.Add(random.Matrix(block + "attn_q.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_k.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_v.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_output.weight", width, width));
            file.Tensors.Add(RandomWeights.Ones(block + "ffn_norm.weight", width));
            file.Tensors.Add(random.Matrix(block + "ffn_gate.weight", width, forward));
            file.Tensors.Add(random.Matrix(block + "ffn_up.weight", width, forward));
            file.Tensors.Add(random.Matrix(block + "ffn_down.weight", forward, width));
        }

        file.Tensors.Add(RandomWeights.Ones("output_norm.weight", width));
        file.Tensors.Add(random.Matrix("output.weight", width, words));
    }
}
