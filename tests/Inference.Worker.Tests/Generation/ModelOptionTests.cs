using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Tests.Support;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>What can be set for a model beside its size.</summary>
public sealed class ModelOptionTests
{
    [Theory]
    [InlineData("q8_0", "q8_0", "on", true)]
    [InlineData("q4_0", "q4_0", "auto", true)]
    [InlineData("q8_0", "f16", "off", false)]
    public async Task Types_of_the_cache_flash_attention_and_mapping_change_how_it_runs_and_not_that_it_does(string keys, string values, string flash, bool maps)
    {
        using var model = new TinyModel(new() { Heads = 2 }); // of 32 elements each: one block
        await using var worker = await InProcessWorker.StartAsync(model.Options with { KeyType = keys, ValueType = values, FlashAttention = flash, MapsFile = maps });

        var answer = await Completion.OfAsync(worker.Generation, new() { Owner = "o", MaxTokens = 4, Grammar = "root ::= [a-z] [a-z] [a-z]", Prompt = new() { Parts = { new Protocol.PromptPart { Text = "hello" } } } });

        Assert.Equal(3, answer.Text.Length);
    }

    [Fact]
    public async Task A_template_is_given_by_name_where_the_model_has_none()
    {
        using var model = new TinyModel(new());
        await using var without = await InProcessWorker.StartAsync(model.Options);
        await using var with = await InProcessWorker.StartAsync(model.Options with { Template = "chatml" });

        Assert.False((await without.Worker.DescribeAsync(new())).Model.ChatTemplateSupported);
        Assert.True((await with.Worker.DescribeAsync(new())).Model.ChatTemplateSupported);
    }

    [Fact]
    public async Task A_template_of_an_unknown_shape_is_refused_at_the_start()
    {
        using var model = new TinyModel(new RandomModelOptions());

        Assert.Contains("does not know", (await Assert.ThrowsAsync<WorkerStartException>(() => InProcessWorker.StartAsync(model.Options with { Template = "no such shape" }))).Message, StringComparison.Ordinal);
    }
}
