using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Gguf;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests.Registry;

/// <summary>The product's own workers with models of the installation's own catalog.</summary>
public sealed class Models_of_two_owners : IAsyncDisposable
{
    readonly Installation _installation = new();
    readonly RealWorkers _workers;

    public Models_of_two_owners() => _workers = new(options => options.InstalledCatalogFile = _installation.Catalog);

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        _installation.Dispose();
    }

    [Fact]
    public async Task One_that_another_owner_alone_may_use_is_as_one_that_there_is_not()
    {
        _installation.Install(_installation.DemoEntry("mine") with { Tenants = [Owner.Value] });
        var mine = _workers.Models.Find(Owner, "mine")!; // a missing one fails the test

        Assert.NotEmpty(await mine.TextAsync(Owner));
        Assert.Null(_workers.Models.Find(OtherOwner, "mine"));
        Assert.DoesNotContain("mine", _workers.Models.List(OtherOwner).Select(model => model.Id));
        Assert.DoesNotContain("mine", _workers.Registry.Of(OtherOwner).Select(model => model.Id));
    }

    [Fact]
    public async Task The_second_wall_refuses_an_owner_that_came_by_the_wrong_door()
    {
        _installation.Install(_installation.DemoEntry("mine") with { Tenants = [Owner.Value] });
        var mine = _workers.Models.Find(Owner, "mine")!; // a missing one fails the test

        var refused = await mine.FailsAsync(OtherOwner);

        Assert.Equal(InferenceFailure.ModelRefused, refused.Failure);
        Assert.Empty(_workers.Supervisor.Workers);
    }

    [Fact]
    public async Task Each_model_is_shared_or_dedicated_as_its_entry_says()
    {
        _installation.Install(_installation.DemoEntry("apart"), _installation.DemoEntry("together") with { Isolation = IsolationMode.Shared });
        foreach (var (owner, id) in new[] { (Owner, "apart"), (OtherOwner, "apart"), (Owner, "together"), (OtherOwner, "together") })
        {
            Assert.NotEmpty(await _workers.Models.Find(owner, id)!.TextAsync(owner));
        }

        Assert.Equal(["apart", "apart", "together"], _workers.Supervisor.Workers.Select(worker => worker.Model).Order());
        Assert.All(_workers.Registry.Of(Owner).Where(model => model.IsInstalled), model => Assert.Equal(WorkerState.Ready, model.State));
    }

    [Fact]
    public async Task The_workers_that_serve_an_owner_are_its_own_and_the_shared_ones_of_models_that_it_may_use_in_an_order_that_stays()
    {
        _installation.Install(
            _installation.DemoEntry("z-apart"), _installation.DemoEntry("together") with { Isolation = IsolationMode.Shared }, _installation.DemoEntry("a-apart"),
            _installation.DemoEntry("mine") with { Isolation = IsolationMode.Shared, Tenants = [Owner.Value] });
        foreach (var (owner, id) in new[] { (Owner, "z-apart"), (Owner, "mine"), (OtherOwner, "together"), (Owner, "a-apart") })
        {
            Assert.NotEmpty(await _workers.Models.Find(owner, id)!.TextAsync(owner)); // a missing one fails the test
        }

        Assert.Equal([("a-apart", false), ("mine", true), ("together", true), ("z-apart", false)], _workers.Registry.WorkersOf(Owner).Select(worker => (worker.Model, worker.IsShared)));
        Assert.Equal([("together", true)], _workers.Registry.WorkersOf(OtherOwner).Select(worker => (worker.Model, worker.IsShared)));
    }

    [Fact]
    public async Task A_file_with_another_hash_than_listed_is_not_loaded()
    {
        _installation.Install(_installation.DemoEntry("changed") with { Sha256 = new('0', 64) });

        var refused = await _workers.Models.Find(Owner, "changed")!.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.ModelRefused, refused.Failure);
        Assert.Contains(DemoModelSha256, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_model_is_listed_by_its_files_and_answers()
    {
        var paths = RandomModel.WriteSplit(_installation.PathOf(""), "m", new(), 3);
        Assert.Equal(paths, ModelImport.FindParts(paths[0]));
        var files = await ModelImport.RegisterAsync(paths, progress: null, default);
        _installation.Install(_installation.Entry("split") with { File = null, Sha256 = null, Files = files });

        var model = _workers.Models.Find(Owner, "split")!; // a missing one fails the test

        Assert.Equal(_workers.Registry.Of(Owner).Single(listed => listed.Id == "split").Sha256, (await model.DescribeAsync(Owner, default)).Sha256);
    }

    [Fact]
    public async Task A_gpu_that_a_model_asks_for_and_that_is_missing_is_an_error()
    {
        _installation.Install(_installation.DemoEntry("fast") with { GpuLayers = 99 });

        Assert.Contains("--gpu-layers 99 was asked for", (await _workers.Models.Find(Owner, "fast")!.FailsAsync(Owner)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_file_is_looked_at_by_a_process_without_rights_and_refused()
    {
        File.WriteAllText(_installation.PathOf("bad.gguf"), "GGUF and nothing else");

        var refused = await Assert.ThrowsAsync<InferenceException>(() => _workers.Import.InspectAsync([_installation.PathOf("bad.gguf")], default));

        Assert.Equal(InferenceFailure.ModelRefused, refused.Failure);
        Assert.Contains("bad.gguf cannot be used", refused.Message, StringComparison.Ordinal);
        var facts = await _workers.Import.InspectAsync([DemoModel], default);
        Assert.Equal(("llama", 4, 1024, 4096, 0), (facts.Architecture, facts.Layers, facts.TrainedContext, facts.CacheBytesPerToken, facts.RepackedBytes));
    }
}
