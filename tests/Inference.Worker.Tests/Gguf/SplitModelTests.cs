using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Tests.Support;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Gguf;

public sealed class SplitModelTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("split");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_model_in_three_files_answers_as_the_same_model_in_one()
    {
        var whole = RandomModel.Write(Path.Combine(folder.FullName, "whole.gguf"), new());
        var parts = RandomModel.WriteSplit(folder.FullName, "m", new(), 3);

        Assert.Equal(await AnswerAsync(new() { Model = whole, Native = InProcessWorker.NativePackage }), await AnswerAsync(Split(parts)));
    }

    [Fact]
    public void A_part_that_is_missing_or_out_of_order_is_named()
    {
        var parts = RandomModel.WriteSplit(folder.FullName, "m", new(), 3);

        Assert.Contains("part 1 of 3, and it was given as part 1 of 1", Refused([parts[0]]), StringComparison.Ordinal);
        Assert.Contains("part 3 of 3, and it was given as part 2 of 3", Refused([parts[0], parts[2], parts[1]]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_every_part_is_compared()
    {
        var parts = RandomModel.WriteSplit(folder.FullName, "m", new(), 2);
        var refusal = Assert.Throws<WorkerStartException>(() => ModelFile.Open([new(parts[0], null), new(parts[1], new('0', 64))]));

        Assert.Contains(parts[1], refusal.Message, StringComparison.Ordinal);
    }

    static string Refused(string[] parts) => Assert.Throws<WorkerStartException>(() => ModelFile.Open([.. parts.Select(part => new ModelPart(part, null))])).Message;

    static GenerationOptions Split(IReadOnlyList<string> parts) => new() { Model = parts[0], Parts = [.. parts.Skip(1).Select(part => new ModelPart(part, null))], Native = InProcessWorker.NativePackage };

    static async Task<string> AnswerAsync(GenerationOptions options)
    {
        await using var worker = await InProcessWorker.StartAsync(options);
        return (await Completion.OfAsync(worker.Generation, new() { Owner = "o", MaxTokens = 8, Prompt = new() { Parts = { new Protocol.PromptPart { Text = "hello there" } } } })).Text;
    }
}
