using System.Buffers.Binary;
using System.Runtime.InteropServices;

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
    }

    static void AddTensors(GgufFile file, RandomModelOptions options)
    {
        var random = new Weights(options.Seed, options.Weights);
        int width = options.Embedding, forward = options.FeedForward, words = options.VocabularySize;
        file.Tensors.Add(random.Matrix("token_embd.weight", width, words));
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            file.Tensors.Add(Weights.Ones(block + "attn_norm.weight", width));
            file.Tensors.Add(random.Matrix(block + "attn_q.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_k.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_v.weight", width, width));
            file.Tensors.Add(random.Matrix(block + "attn_output.weight", width, width));
            file.Tensors.Add(Weights.Ones(block + "ffn_norm.weight", width));
            file.Tensors.Add(random.Matrix(block + "ffn_gate.weight", width, forward));
            file.Tensors.Add(random.Matrix(block + "ffn_up.weight", width, forward));
            file.Tensors.Add(random.Matrix(block + "ffn_down.weight", forward, width));
        }

        file.Tensors.Add(Weights.Ones("output_norm.weight", width));
        file.Tensors.Add(random.Matrix("output.weight", width, words));
    }

    sealed class Weights(ulong seed, WeightType type)
    {
        const int BlockElements = 32, BlockBytes = 34;
        ulong state = seed;

        public GgufTensor Matrix(string name, int columns, int rows)
        {
            // Variance 1 / columns keeps activations near 1.
            var spread = MathF.Sqrt(3f / columns);
            var elements = (long)columns * rows;
            return type == WeightType.F32
                ? new(name, [(ulong)columns, (ulong)rows], 0, elements * sizeof(float), data => FillFloats(data, spread))
                : new(name, [(ulong)columns, (ulong)rows], 8, elements / BlockElements * BlockBytes, data => FillBlocks(data, spread / 127));
        }

        public static GgufTensor Ones(string name, int columns) => new(name, [(ulong)columns], 0, columns * sizeof(float), data => MemoryMarshal.Cast<byte, float>(data).Fill(1));

        void FillFloats(Span<byte> data, float spread)
        {
            foreach (ref var weight in MemoryMarshal.Cast<byte, float>(data))
            {
                weight = ((Next() >> 40) / (float)(1 << 23) - 1) * spread;
            }
        }

        void FillBlocks(Span<byte> data, float scale)
        {
            for (; data.Length > 0; data = data[BlockBytes..])
            {
                BinaryPrimitives.WriteHalfLittleEndian(data, (Half)scale);
                for (var i = 2; i < BlockBytes; i += sizeof(ulong))
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(data[i..], Next());
                }
            }
        }

        // SplitMix64.
        ulong Next()
        {
            var mixed = state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
