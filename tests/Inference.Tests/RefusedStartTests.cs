using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests;

public class RefusedStartTests
{
    [Fact]
    public async Task A_missing_program_is_named()
    {
        await using var workers = new RealWorkers(options => options.WorkerProgram = "/nowhere/worker.dll");
        var failure = await workers.Model.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        Assert.Contains("/nowhere/worker.dll", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_is_named()
    {
        await using var workers = new RealWorkers(options => options.ModelFile = "/nowhere/model.gguf");
        var failure = await workers.Model.FailsAsync(Owner);

        Assert.Equal((InferenceFailure.ModelRefused, false), (failure.Failure, failure.Retryable));
        Assert.Contains("/nowhere/model.gguf", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_with_the_workers_reason()
    {
        using var file = new TemporaryFile("this is no model");
        await using var workers = new RealWorkers(options => options.ModelFile = file.Path);
        var failure = await workers.Model.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.ModelRefused, failure.Failure);
        Assert.Contains("GGUF", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_with_another_hash_than_the_catalogs_is_not_loaded()
    {
        using var catalog = new TemporaryCatalog(new('b', 64));
        await using var workers = new RealWorkers(catalog.Select);
        var failure = await workers.Model.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.ModelRefused, failure.Failure);
        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("The model file ", failure.Message, StringComparison.Ordinal); // said once, with nothing before it
    }

    [Fact]
    public async Task A_model_of_the_catalog_is_described_as_the_catalog_says()
    {
        using var catalog = new TemporaryCatalog(DemoModelSha256);
        await using var workers = new RealWorkers(catalog.Select);
        var info = await workers.Model.DescribeAsync(Owner, CancellationToken.None);

        Assert.Equal(("demo-scribe-interim", "demo-scribe-interim", true, 1024), (info.Id, info.PromptFormat, info.IsDemonstration, info.ContextPerSequence));
    }

    [Fact]
    public async Task A_demonstration_model_stays_one_when_it_is_named_by_its_path()
    {
        using var catalog = new TemporaryCatalog(DemoModelSha256);
        await using var workers = new RealWorkers(options => options.CatalogFile = catalog.Path);

        Assert.True((await workers.Model.DescribeAsync(Owner, CancellationToken.None)).IsDemonstration);
    }

    [RootFact]
    public async Task A_folder_that_the_workers_account_cannot_enter_is_named()
    {
        Assert.True(HostPrivileges.CanSwitchAccounts, RootFactAttribute.Reason);
        using var file = new TemporaryFile("model", closedFolder: true);
        await using var workers = new RealWorkers(options => options.ModelFile = file.Path);
        var failure = await workers.Model.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        Assert.Contains($"The folder {Path.GetDirectoryName(file.Path)} is not reachable for the worker's account", failure.Message, StringComparison.Ordinal);
    }
}
