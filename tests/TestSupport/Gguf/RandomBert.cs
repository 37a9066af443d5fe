namespace OnPremLlm.TestSupport.Gguf;

/// <summary>Writes a small model of the "bert" architecture with random weights: it looks both ways, has no cache and makes the mean of its tokens' states.</summary>
public static class RandomBert
{
    /// <summary>Tokens of a text, with the two around it.</summary>
    public const int Context = 64;

    public const int Embedding = 64;

    const int Layers = 2, Heads = 4, FeedForward = 128;
    const int Normal = 1, Unknown = 2, Control = 3;
    const int Padding = 0, Unk = 1, Cls = 2, Sep = 3;

    /// <summary>Writes the model and returns the path.</summary>
    public static string Write(string path)
    {
        using var stream = File.Create(path);
        Create().Write(stream);
        return path;
    }

    /// <summary>The model before it is written, for tests that damage it.</summary>
    public static GgufFile Create()
    {
        var file = new GgufFile();
        AddMetadata(file);
        var words = AddVocabulary(file);
        AddTensors(file, words);
        return file;
    }

    static void AddMetadata(GgufFile file)
    {
        file.Metadata["general.architecture"] = "bert";
        file.Metadata["general.name"] = "random vectors";
        file.Metadata["bert.context_length"] = (uint)Context;
        file.Metadata["bert.embedding_length"] = (uint)Embedding;
        file.Metadata["bert.block_count"] = (uint)Layers;
        file.Metadata["bert.feed_forward_length"] = (uint)FeedForward;
        file.Metadata["bert.attention.head_count"] = (uint)Heads;
        file.Metadata["bert.attention.layer_norm_epsilon"] = 1e-12f;
        file.Metadata["bert.attention.causal"] = false;
        file.Metadata["bert.pooling_type"] = 1u;
    }

    // Letters at the beginning of words (after U+2581, as converters write them) and inside them.
    static int AddVocabulary(GgufFile file)
    {
        List<string> tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            tokens.Add($"\u2581{letter}");
            tokens.Add($"{letter}");
        }

        file.Metadata["tokenizer.ggml.model"] = "bert";
        file.Metadata["tokenizer.ggml.tokens"] = tokens.ToArray();
        file.Metadata["tokenizer.ggml.token_type"] = tokens.Select((_, index) => index == Unk ? Unknown : index <= Sep ? Control : Normal).ToArray();
        file.Metadata["tokenizer.ggml.token_type_count"] = 2u;
        file.Metadata["tokenizer.ggml.unknown_token_id"] = (uint)Unk;
        file.Metadata["tokenizer.ggml.padding_token_id"] = (uint)Padding;
        file.Metadata["tokenizer.ggml.bos_token_id"] = (uint)Cls;
        file.Metadata["tokenizer.ggml.seperator_token_id"] = (uint)Sep; // as GGUF spells it
        return tokens.Count;
    }

    static void AddTensors(GgufFile file, int words)
    {
        var random = new RandomWeights(7, WeightType.F32);
        file.Tensors.Add(random.Matrix("token_embd.weight", Embedding, words));
        file.Tensors.Add(random.Matrix("token_types.weight", Embedding, 2));
        file.Tensors.Add(random.Matrix("position_embd.weight", Embedding, Context));
        AddNorm("token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            foreach (var part in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
            {
                file.Tensors.Add(random.Matrix($"{block}{part}.weight", Embedding, Embedding));
                file.Tensors.Add(RandomWeights.Ones($"{block}{part}.bias", Embedding));
            }

            AddNorm(block + "attn_output_norm");
            file.Tensors.Add(random.Matrix(block + "ffn_up.weight", Embedding, FeedForward));
            file.Tensors.Add(RandomWeights.Ones(block + "ffn_up.bias", FeedForward));
            file.Tensors.Add(random.Matrix(block + "ffn_down.weight", FeedForward, Embedding));
            file.Tensors.Add(RandomWeights.Ones(block + "ffn_down.bias", Embedding));
            AddNorm(block + "layer_output_norm");
        }

        void AddNorm(string name)
        {
            file.Tensors.Add(RandomWeights.Ones(name + ".weight", Embedding));
            file.Tensors.Add(RandomWeights.Ones(name + ".bias", Embedding));
        }
    }
}
