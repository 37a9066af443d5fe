using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Tests.Generation;
using OnPremLlm.Inference.Worker.Tests.Support;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Embeddings;

/// <summary>A worker whose model makes vectors of texts: one that looks both ways and has no cache, and one with a cache that takes the last token's state.</summary>
public sealed class EmbeddingTests
{
    const uint LastToken = 3;

    public static TheoryData<string> Kinds { get; } = ["bert", "last token"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Texts_get_vectors_of_length_1_that_are_the_same_alone_and_among_others(string kind)
    {
        using var model = Model(kind);
        await using var worker = await InProcessWorker.StartAsync(model.Options);
        string[] texts = ["a cough", "the knee", "a cough for two weeks", "a cough"];

        var together = await EmbedAsync(worker, texts);
        var alone = await EmbedAsync(worker, texts[2]);

        Assert.All(together, vector => Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 4));
        Assert.All(together, vector => Assert.Equal(64, vector.Length));
        AssertAlike(together[2], alone[0]);
        AssertAlike(together[0], together[3]);
        Assert.True(TensorPrimitives.Distance<float>(together[0], together[1]) > 0.01);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task More_texts_than_a_batch_holds_each_get_their_own_vector(string kind)
    {
        using var model = Model(kind);
        await using var worker = await InProcessWorker.StartAsync(model.Options);
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"{(char)('a' + (i % 26))} {(char)('a' + (i / 26))}")];

        var vectors = await EmbedAsync(worker, texts);

        AssertAlike((await EmbedAsync(worker, texts[271]))[0], vectors[271]);
        Assert.Equal(300, vectors.Select(vector => string.Join(' ', vector)).Distinct().Count());
    }

    [Fact]
    public async Task The_tokens_that_the_model_wants_around_a_text_are_there_and_none_that_the_text_spells()
    {
        using var model = TinyModel.Bert();
        await using var worker = await InProcessWorker.StartAsync(model.Options);

        var plain = await worker.Generation.TokenizeAsync(new() { Prompt = new() { Parts = { new PromptPart { Text = "a" } } } });
        var spelt = await worker.Generation.TokenizeAsync(new() { Prompt = new() { Parts = { new PromptPart { Text = "[SEP]" } } } });

        Assert.Equal(2, plain.Tokens[0]);
        Assert.Equal(3, plain.Tokens[^1]);
        Assert.Equal(3, plain.Tokens.Count);
        Assert.DoesNotContain(3, spelt.Tokens.Skip(1).SkipLast(1));
    }

    [Fact]
    public async Task A_text_of_the_longest_length_is_read_and_a_longer_one_refused_with_its_place()
    {
        using var model = TinyModel.Bert();
        await using var worker = await InProcessWorker.StartAsync(model.Options);
        var longest = string.Join(' ', Enumerable.Repeat("a", RandomBert.Context - 2));

        Assert.Single(await EmbedAsync(worker, longest));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => EmbedAsync(worker, "fits", longest + " a"));

        Assert.Equal(StatusCode.OutOfRange, refusal.StatusCode);
        Assert.Contains("text at 1", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("fine", "")]
    public async Task No_text_and_an_empty_one_are_refused(params string[] texts)
    {
        using var model = TinyModel.Bert();
        await using var worker = await InProcessWorker.StartAsync(model.Options);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => EmbedAsync(worker, texts));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [Fact]
    public async Task A_model_does_the_one_or_the_other_and_says_which()
    {
        using var bert = TinyModel.Bert();
        await using var embeds = await InProcessWorker.StartAsync(bert.Options);
        using var random = new TinyModel(TinyModel.ChatMl);
        await using var generates = await InProcessWorker.StartAsync(random.Options with { Context = 256 });

        Assert.Equal(64, (await embeds.Worker.DescribeAsync(new())).Model.EmbeddingSize);
        Assert.Equal(0, (await generates.Worker.DescribeAsync(new())).Model.EmbeddingSize);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => EmbedAsync(generates, "text"))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Completion.OfAsync(embeds.Generation, Requests.Text("a prompt")))).StatusCode);
    }

    [Fact]
    public void A_context_beyond_the_positions_that_a_model_has_is_refused_before_native_code_reads_them()
    {
        using var model = TinyModel.Bert();

        var refusal = Assert.Throws<WorkerStartException>(() => InProcessWorker.StartAsync(model.Options with { Context = RandomBert.Context + 1 }).GetAwaiter().GetResult());

        Assert.Contains($"{RandomBert.Context}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.ggml.seperator_token_id")]
    [InlineData("tokenizer.ggml.bos_token_id")]
    public void A_model_without_the_tokens_that_go_around_a_text_is_refused_before_a_text_ends_the_process(string token)
    {
        using var model = TinyModel.Bert(file => file.Metadata.Remove(token));

        Assert.Throws<WorkerStartException>(() => InProcessWorker.StartAsync(model.Options).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task Nothing_is_evaluated_without_a_grant_once_the_cores_are_leased()
    {
        using var model = TinyModel.Bert();
        await using var worker = await InProcessWorker.StartAsync(model.Options);
        using var lease = worker.Generation.Compute();
        await lease.ResponseHeadersAsync;
        var answer = EmbedAsync(worker, "a cough");
        Assert.True(await lease.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ComputeReport.ReportOneofCase.Wanted, lease.ResponseStream.Current.ReportCase);
        Assert.False(answer.IsCompleted);

        await lease.RequestStream.WriteAsync(new() { Grant = new() });

        Assert.Single(await answer);
    }

    [Fact]
    public async Task A_forgotten_owners_request_ends_and_anothers_goes_on()
    {
        using var model = TinyModel.Bert();
        await using var worker = await InProcessWorker.StartAsync(model.Options);
        using var lease = worker.Generation.Compute();
        await lease.ResponseHeadersAsync;
        var (forgotten, other) = (EmbedAsync(worker, "a", "b"), EmbedAsync("other", worker, "c"));
        await lease.ResponseStream.MoveNext(CancellationToken.None);
        await worker.Generation.TokenizeAsync(new() { Prompt = new() { Parts = { new PromptPart { Text = "a" } } } });

        await worker.Generation.ForgetOwnerAsync(new() { Owner = "owner" });
        await lease.RequestStream.WriteAsync(new() { Grant = new() });

        Assert.Single(await other);
        var end = await Record.ExceptionAsync(() => forgotten);
        Assert.True(end is null or RpcException { StatusCode: StatusCode.Aborted }); // null where it came after the forgetting
    }

    static TinyModel Model(string kind) => kind == "bert" ? TinyModel.Bert() : new(new() { Pooling = LastToken, TrainedContext = 512 });

    static void AssertAlike(float[] expected, float[] actual) => Assert.True(TensorPrimitives.Distance<float>(expected, actual) < 1e-3, $"{TensorPrimitives.Distance<float>(expected, actual)}");

    static Task<float[][]> EmbedAsync(InProcessWorker worker, params string[] texts) => EmbedAsync("owner", worker, texts);

    static async Task<float[][]> EmbedAsync(string owner, InProcessWorker worker, params string[] texts)
    {
        var vectors = new float[texts.Length][];
        using var call = worker.Generation.Embed(new() { Owner = owner, Texts = { texts } });
        await foreach (var vector in call.ResponseStream.ReadAllAsync())
        {
            vectors[vector.Index] = MemoryMarshal.Cast<byte, float>(vector.Vector.Span).ToArray();
        }

        return vectors;
    }
}
