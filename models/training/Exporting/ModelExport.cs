using OnPremLlm.Training.Network;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Exporting;

/// <summary>
/// A trained model as a GGUF file that llama.cpp reads as architecture "llama". Two things differ between the trainer and there: the trainer turns the two
/// halves of a head against each other, llama.cpp neighbours, so the rows of q and k are interleaved; and the output matrix is the embedding, so none is written.
/// </summary>
public static class ModelExport
{
    /// <summary>Writes the newest checkpoint of a folder.</summary>
    /// <exception cref="ArgumentException">The tokenizer has another size than the model's vocabulary.</exception>
    /// <exception cref="InvalidDataException">The folder holds no whole checkpoint.</exception>
    public static void Write(string folder, BytePairTokenizer tokenizer, ModelCard card, WeightFormat format, string path)
    {
        var loaded = Checkpoint.ReadNewest(folder) ?? throw new InvalidDataException($"{folder} holds no checkpoint. Train a model there first.");
        Write(loaded.Weights, tokenizer, card, format, path);
    }

    internal static void Write(Weights weights, BytePairTokenizer tokenizer, ModelCard card, WeightFormat format, string path)
    {
        if (tokenizer.Size != weights.Shape.Vocabulary)
        {
            throw new ArgumentException($"The tokenizer has {tokenizer.Size} tokens, the model {weights.Shape.Vocabulary}. Take the one that it was trained with.");
        }

        var file = new GgufWriter();
        AddCard(file, card, weights.Shape);
        AddShape(file, weights.Shape, card.ContextLength, format);
        AddTokenizer(file, tokenizer, card.ChatTemplate);
        file.Tensors.AddRange(weights.Layout.Parameters.Select(parameter => Tensor(weights, parameter, format)));
        using var stream = new FileStream(path, FileMode.Create);
        file.Write(stream);
    }

    static void AddCard(GgufWriter file, ModelCard card, ModelShape shape)
    {
        file.Metadata["general.architecture"] = "llama";
        file.Metadata["general.type"] = "model";
        file.Metadata["general.name"] = card.Name;
        file.Metadata["general.version"] = card.Version;
        file.Metadata["general.size_label"] = $"{shape.Parameters / 1e6:F1}M";
        file.Metadata["general.description"] = card.Description;
        file.Metadata["general.license"] = card.License;
        if (card.LicenseName is not null)
        {
            file.Metadata["general.license.name"] = card.LicenseName;
        }

        file.Metadata["general.languages"] = card.Languages;
        if (card.Tags.Count > 0)
        {
            file.Metadata["general.tags"] = card.Tags;
        }

        file.Metadata["onpremllm.training_data"] = card.TrainingData;
    }

    static void AddShape(GgufWriter file, ModelShape shape, int contextLength, WeightFormat format)
    {
        // llama.cpp's numbers of file types: mostly f32, f16, q8_0.
        file.Metadata["general.file_type"] = format switch { WeightFormat.F32 => 0u, WeightFormat.F16 => 1u, WeightFormat.Q8 => 7u, _ => throw new ArgumentOutOfRangeException(nameof(format)) };
        file.Metadata["general.quantization_version"] = 2u;
        file.Metadata["llama.vocab_size"] = (uint)shape.Vocabulary;
        file.Metadata["llama.context_length"] = (uint)contextLength;
        file.Metadata["llama.embedding_length"] = (uint)shape.Dim;
        file.Metadata["llama.block_count"] = (uint)shape.Layers;
        file.Metadata["llama.feed_forward_length"] = (uint)shape.FeedForward;
        file.Metadata["llama.attention.head_count"] = (uint)shape.Heads;
        file.Metadata["llama.attention.head_count_kv"] = (uint)shape.Heads;
        file.Metadata["llama.rope.dimension_count"] = (uint)shape.HeadDim;
        file.Metadata["llama.attention.layer_norm_rms_epsilon"] = ModelShape.NormEpsilon;
        file.Metadata["llama.rope.freq_base"] = ModelShape.RotaryBase;
    }

    static void AddTokenizer(GgufWriter file, BytePairTokenizer tokenizer, string? chatTemplate)
    {
        file.Metadata["tokenizer.ggml.model"] = "gpt2";
        file.Metadata["tokenizer.ggml.pre"] = "smollm";
        file.Metadata["tokenizer.ggml.tokens"] = tokenizer.Tokens.Select(token => token.Text).ToList();
        file.Metadata["tokenizer.ggml.token_type"] = tokenizer.Tokens.Select(token => (int)token.Type).ToList();
        file.Metadata["tokenizer.ggml.merges"] = tokenizer.Model.Merges;
        file.Metadata["tokenizer.ggml.eos_token_id"] = (uint)BytePairTokenizer.End;
        // Never added, but llama.cpp would otherwise take a token that is not there.
        file.Metadata["tokenizer.ggml.bos_token_id"] = (uint)BytePairTokenizer.User;
        file.Metadata["tokenizer.ggml.padding_token_id"] = (uint)BytePairTokenizer.Pad;
        file.Metadata["tokenizer.ggml.add_bos_token"] = false;
        file.Metadata["tokenizer.ggml.add_space_prefix"] = false;
        if (chatTemplate is not null)
        {
            file.Metadata["tokenizer.chat_template"] = chatTemplate;
        }
    }

    static GgufTensor Tensor(Weights weights, Parameter parameter, WeightFormat format)
    {
        var values = weights.All.Span.Slice((int)parameter.Offset, (int)parameter.Length);
        var turned = parameter.Name.EndsWith("attn_q.weight", StringComparison.Ordinal) || parameter.Name.EndsWith("attn_k.weight", StringComparison.Ordinal);
        var rows = turned ? Interleaved(values, parameter.Columns, weights.Shape.HeadDim) : values;
        return parameter.IsMatrix
            ? new(parameter.Name, [parameter.Columns, parameter.Rows], format, TensorEncoder.Encode(rows, format))
            : new(parameter.Name, [parameter.Columns], WeightFormat.F32, TensorEncoder.Encode(rows, WeightFormat.F32));
    }

    // Row i of a head's first half goes to 2 i, row i of its second half to 2 i + 1.
    static float[] Interleaved(ReadOnlySpan<float> rows, int columns, int headDim)
    {
        var interleaved = new float[rows.Length];
        for (var row = 0; row < rows.Length / columns; row++)
        {
            var (head, within, half) = (row / headDim, row % headDim, headDim / 2);
            var to = (head * headDim) + (within < half ? 2 * within : (2 * (within - half)) + 1);
            rows.Slice(row * columns, columns).CopyTo(interleaved.AsSpan(to * columns));
        }

        return interleaved;
    }
}
