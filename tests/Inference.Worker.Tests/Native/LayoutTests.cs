using System.Runtime.InteropServices;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Tests.Native;

/// <summary>The C# mirrors of native structs against sizes and offsets that a C program printed for the pinned header.</summary>
public sealed class LayoutTests
{
    public static TheoryData<string, string, int> Offsets { get; } = new()
    {
        { nameof(LlamaModelParams), nameof(LlamaModelParams.GpuLayers), 16 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.LoadMode), 24 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.TensorSplit), 40 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.ProgressCallback), 48 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.MetadataOverrides), 64 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.CheckTensors), 73 },
        { nameof(LlamaModelParams), nameof(LlamaModelParams.LoadMultiTokenPrediction), 77 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.MaxSequences), 12 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.MaxOutputsPerSequence), 24 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.Threads), 28 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.FlashAttentionType), 52 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.DefragThreshold), 84 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.EvaluationCallback), 88 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.KeyType), 104 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.AbortCallback), 112 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.AbortCallbackData), 120 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.NoPerformanceCounters), 130 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.UnifiedCache), 133 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.Samplers), 136 },
        { nameof(LlamaContextParams), nameof(LlamaContextParams.OtherContext), 152 },
        { nameof(LlamaBatch), nameof(LlamaBatch.Tokens), 8 },
        { nameof(LlamaBatch), nameof(LlamaBatch.SequenceIds), 40 },
        { nameof(LlamaBatch), nameof(LlamaBatch.Outputs), 48 },
        { nameof(LlamaChatMessage), nameof(LlamaChatMessage.Content), 8 },
    };

    [Theory]
    [MemberData(nameof(Offsets))]
    public void A_field_lies_where_the_header_puts_it(string type, string field, int offset) =>
        Assert.Equal(offset, Marshal.OffsetOf(typeof(LlamaModelParams).Assembly.GetType($"OnPremLlm.Inference.Worker.Native.{type}", throwOnError: true)!, field));

    [Fact]
    public void Sizes_are_the_pinned_ones_for_every_mirror() => Assert.Equal(StructSizes.Pinned.OrderBy(size => size.Key), StructSizes.Mirrors.OrderBy(size => size.Key));

    [Fact]
    public void Every_mirror_has_a_pinned_size_and_a_checked_field()
    {
        var mirrors = typeof(LlamaModelParams).Assembly.GetTypes().Where(type => type is { IsValueType: true, IsEnum: false, IsNested: false, Namespace: "OnPremLlm.Inference.Worker.Native" }).Select(type => type.Name).ToList();

        Assert.Equal(mirrors.Order(), Offsets.Select(row => (string)row[0]).Distinct().Order());
        Assert.Equal(mirrors.Count, StructSizes.Pinned.Count);
    }
}
