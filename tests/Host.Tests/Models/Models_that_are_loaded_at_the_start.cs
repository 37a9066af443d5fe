using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Tests.Models;

/// <summary>What a Host does once it is up, done again by the test after a model was marked for it.</summary>
[Collection(OneHost.Name)]
public sealed class Models_that_are_loaded_at_the_start(ScribeHost host) : IAsyncLifetime, IDisposable
{
    readonly ModelShelf _shelf = new(host);
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var model in host.Services.GetRequiredService<ModelRegistry>().All().Where(model => model.Id.EndsWith(_id, StringComparison.Ordinal)))
        {
            await _shelf.RemoveAsync(model.Id);
        }
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task Are_those_that_are_marked_for_each_clinic_that_may_use_them()
    {
        await _shelf.AddAsync(_id, asked => asked with { Tenants = ["North"], Entry = asked.Entry with { PreWarm = true } });
        Assert.Equal(WorkerState.Stopped, StateFor(host.North));

        using var start = ActivatorUtilities.CreateInstance<ModelsPreWarm>(host.Services);
        await start.StartAsync(default);
        await start.ExecuteTask!; // it was started

        Assert.Equal(WorkerState.Ready, StateFor(host.North));
        Assert.Null(StateFor(host.South));
        Assert.DoesNotContain(host.Services.GetRequiredService<WorkerSupervisor>().Workers, worker => worker.Model == _id && worker.Owner == new OwnerId(host.South.Id.Value));
    }

    [Fact]
    public async Task Are_loaded_also_when_another_of_the_clinic_cannot_be()
    {
        foreach (var (id, seed) in new[] { ("a-" + _id, 1UL), (_id, 2UL), ("z-" + _id, 3UL) })
        {
            await _shelf.AddAsync(id, asked => asked with { Path = _shelf.File(seed), Tenants = ["North"], Entry = asked.Entry with { PreWarm = true } });
        }

        File.Delete(host.Services.GetRequiredService<ModelRegistry>().All().Single(model => model.Id == _id).Files[0].Path);
        using var start = ActivatorUtilities.CreateInstance<ModelsPreWarm>(host.Services);
        await start.StartAsync(default);
        await start.ExecuteTask!; // it was started

        var states = host.Services.GetRequiredService<ModelRegistry>().Of(new OwnerId(host.North.Id.Value)).Where(model => model.Id.EndsWith(_id, StringComparison.Ordinal)).ToDictionary(model => model.Id, model => model.State);
        Assert.Equal((WorkerState.Ready, WorkerState.Stopped, WorkerState.Ready), (states["a-" + _id], states[_id], states["z-" + _id]));
        Assert.Contains($"The model {_id}, which is marked for it, could not be loaded for tenant {host.North.Id.Value}", host.Log, StringComparison.Ordinal);
    }

    WorkerState? StateFor(Tenant tenant) => host.Services.GetRequiredService<ModelRegistry>().Of(new OwnerId(tenant.Id.Value)).FirstOrDefault(model => model.Id == _id)?.State;
}
