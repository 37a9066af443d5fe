using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Gguf;

/// <summary>Model files that must not reach native code, and what the operator is told.</summary>
public sealed class DamagedModelTests
{
    static readonly byte[] sound = Bytes(_ => { });

    public static TheoryData<string, string, Action<GgufFile>> Damaged { get; } = new()
    {
        { "no layers", "llama.block_count is 0; 1 to 512", file => file.Metadata["llama.block_count"] = 0u },
        { "600 layers", "llama.block_count is 600", file => file.Metadata["llama.block_count"] = 600u },
        { "layers without end", "llama.block_count is 2147483647", file => file.Metadata["llama.block_count"] = 0x7fffffffu },
        { "layers as text", "llama.block_count is not an integer", file => file.Metadata["llama.block_count"] = "2" },
        { "no layer count", "how many layers", file => file.Metadata.Remove("llama.block_count") },
        { "no architecture", "general.architecture", file => file.Metadata.Remove("general.architecture") },
        { "version 1", "version 1", file => file.Version = 1 },
        { "version 99", "version 99", file => file.Version = 99 },
        { "no context", "llama.context_length is 0", file => file.Metadata["llama.context_length"] = 0u },
        { "context without end", "llama.context_length is 4294967295", file => file.Metadata["llama.context_length"] = uint.MaxValue },
        { "no heads", "head_count is 0", file => file.Metadata["llama.attention.head_count"] = 0u },
        { "begin outside the vocabulary", "outside the vocabulary", file => file.Metadata["tokenizer.ggml.bos_token_id"] = 512u },
        { "short scores", "tokenizer.ggml.scores", file => file.Metadata["tokenizer.ggml.scores"] = new float[3] },
        { "scores of another type", "tokenizer.ggml.scores", file => file.Metadata["tokenizer.ggml.scores"] = new int[512] },
        { "no vocabulary", "no vocabulary", file => file.Metadata.Remove("tokenizer.ggml.tokens") },
        { "vocabulary of numbers", "not a list of texts", file => file.Metadata["tokenizer.ggml.tokens"] = new int[512] },
        { "a token twice", "Token 300 of the vocabulary occurs twice", file => ((string[])file.Metadata["tokenizer.ggml.tokens"])[300] = "<s>" },
        { "a token twice up to a zero byte", "Token 300 of the vocabulary occurs twice", file => ((string[])file.Metadata["tokenizer.ggml.tokens"])[300] = "<s>\0" },
        { "a key that native code reads as another", "zero byte", file => file.Metadata["llama.block_count\0"] = 600u },
        { "an epsilon below 0", "layer_norm_rms_epsilon", file => file.Metadata["llama.attention.layer_norm_rms_epsilon"] = -1e-5f },
        { "an epsilon that is no number", "layer_norm_rms_epsilon", file => file.Metadata["llama.attention.layer_norm_rms_epsilon"] = float.NaN },
        { "a word that is said to be a byte", "Token 300 of the vocabulary is said to be a byte", file => ((int[])file.Metadata["tokenizer.ggml.token_type"])[300] = 6 },
        { "bytes of WordPiece", "is said to be a byte", file => file.Metadata["tokenizer.ggml.model"] = "bert" },
        { "a ranking model", "ranks", file => file.Metadata["llama.pooling_type"] = 4u },
        { "an unknown pooling", "pooling_type is 9", file => file.Metadata["llama.pooling_type"] = 9u },
        { "odd alignment", "alignment", file => file.Metadata["general.alignment"] = 33u },
        { "no alignment", "alignment", file => file.Metadata["general.alignment"] = 0u },
        { "parts", "part 1 of 3", file => file.Metadata["split.count"] = 3u },
        { "5 dimensions", "5 dimensions", file => Change(file, tensor => tensor with { Dimensions = [64, 512, 1, 1, 1] }) },
        { "no dimensions", "0 dimensions", file => Change(file, tensor => tensor with { Dimensions = [] }) },
        { "empty tensor", "no elements", file => Change(file, tensor => tensor with { Dimensions = [0, 512] }) },
        { "dimensions that overflow", "no elements or more", file => Change(file, tensor => tensor with { Dimensions = [1UL << 40, 1UL << 40, 1UL << 40] }) },
        { "larger than the file", "truncated", file => Change(file, tensor => tensor with { Dimensions = [64, 1 << 24] }) },
        { "unknown tensor type", "type 77", file => Change(file, tensor => tensor with { Type = 77 }) },
        { "rows that are no blocks", "multiple of 256", file => Change(file, tensor => tensor with { Type = 12 }) },
        { "a name twice", "name occurs twice", file => file.Tensors.Add(file.Tensors[0]) },
        { "a long name", "the limit is 63", file => Change(file, tensor => tensor with { Name = new string('n', 64) }) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_model_is_refused_with_the_reason(string what, string reason, Action<GgufFile> damage)
    {
        var refusal = Assert.Throws<GgufException>(() => Check(Bytes(damage)));

        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Theory]
    [InlineData(4, 99, "letters GGUF", 0)] // magic
    [InlineData(8, 1UL << 62, "tensors; the limit is", 8)]
    [InlineData(8, 1UL << 40, "metadata keys; the limit is", 16)]
    [InlineData(8, 1UL << 60, "A metadata key claims", 24)]
    public void An_absurd_count_is_refused(int bytes, ulong value, string reason, int offset)
    {
        var model = sound.ToArray();
        BitConverter.GetBytes(value).AsSpan(0, bytes).CopyTo(model.AsSpan(offset));

        Assert.Contains(reason, Assert.Throws<GgufException>(() => Check(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var cuts = Enumerable.Range(0, 200).Select(i => sound.Length * i / 200).Concat(Enumerable.Range(0, 100)).Append(sound.Length - 1);

        Assert.All(cuts, length => Assert.Throws<GgufException>(() => Check(sound[..length])));
    }

    [Fact]
    public void Sound_models_of_every_kind_pass()
    {
        foreach (var options in (RandomModelOptions[])[new(), new() { Vocabulary = VocabularyKind.Bpe }, new() { Weights = WeightType.Q8, Seed = 9 }])
        {
            using var stream = new MemoryStream();
            RandomModel.Create(options).Write(stream);
            var model = GgufChecker.Check(stream);

            Assert.Equal(("llama", "random weights", 2, 1024L, 512L), (model.Architecture, model.Name, model.Layers, model.TrainedContext, model.CacheBytesPerToken));
        }
    }

    [Fact]
    public void The_same_seed_writes_the_same_file() => Assert.Equal(sound, Bytes(_ => { }));

    static GgufModel Check(byte[] model) => GgufChecker.Check(new MemoryStream(model));

    static byte[] Bytes(Action<GgufFile> change)
    {
        var file = RandomModel.Create(new());
        change(file);
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    static void Change(GgufFile file, Func<GgufTensor, GgufTensor> change) => file.Tensors[0] = change(file.Tensors[0]);
}
