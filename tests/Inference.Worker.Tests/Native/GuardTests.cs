using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Native;

/// <summary>
/// Arguments with which llama.cpp ends the process: each is stopped before it, or is one that llama.cpp refuses by itself. Without a guard the test run dies. The other
/// causes have no call: this product uses no sampler and no grammar of llama.cpp and copies no sequence; files and saved states are in DamagedModelTests and
/// SavedSessionTests. Only a file that is cut off while it is mapped still ends its worker; models that are added are copies that nobody writes to.
/// </summary>
public sealed class GuardTests : IDisposable
{
    const int BatchTokens = 64;

    readonly TinyModel file = new(TinyModel.ChatMl);
    readonly LlamaModel model;
    readonly LlamaContext context;
    readonly LlamaBatchBuffer batch = new(2 * BatchTokens);

    public GuardTests()
    {
        LlamaRuntime.Load(InProcessWorker.NativePackage, NullLogger.Instance);
        model = LlamaModel.Load(file.Path, gpuLayers: 0);
        context = LlamaContext.Create(model, new(256, 2, BatchTokens, 1));
    }

    public void Dispose()
    {
        batch.Dispose();
        context.Dispose();
        model.Dispose();
        file.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(BatchTokens + 1)]
    public void A_batch_of_no_tokens_or_of_more_than_fit(int tokens)
    {
        Add(tokens, token: 1, sequence: 0);

        Assert.Throws<InvalidOperationException>(() => context.Decode(batch));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(1, 2)]
    [InlineData(1, -1)]
    public void A_token_or_a_sequence_that_there_is_not(int token, int sequence)
    {
        Add(1, token, sequence);

        Assert.Equal(DecodeResult.InvalidBatch, context.Decode(batch));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void The_text_of_a_token_that_there_is_not(int token)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Piece(token));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Piece(model.TokenCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.IsEndOfGeneration(token));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void The_memory_of_a_sequence_that_there_is_not(int sequence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Remove(sequence));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.ReadState(sequence));
    }

    [Fact]
    public void Logits_of_a_token_that_were_not_asked_for()
    {
        Add(1, token: 1, sequence: 0);
        context.Decode(batch);

        Assert.True(context.Logits(0).IsEmpty);
        Assert.True(context.Logits(99).IsEmpty);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(2_000_000_000)]
    public async Task A_context_that_is_too_small_or_far_too_large(int tokens)
    {
        var refusal = await Assert.ThrowsAsync<WorkerStartException>(() => InProcessWorker.StartAsync(file.Options with { Context = tokens }));

        Assert.Contains("1048576", refusal.Message, StringComparison.Ordinal);
    }

    void Add(int tokens, int token, int sequence)
    {
        for (var i = 0; i < tokens; i++)
        {
            batch.Add(token, i, sequence, output: false);
        }
    }
}
