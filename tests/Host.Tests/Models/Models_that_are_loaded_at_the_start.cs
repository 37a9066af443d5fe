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

    public Task DisposeAsync() => _shelf.RemoveAsync(_id);

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

    WorkerState? StateFor(Tenant tenant) => host.Services.GetRequiredService<ModelRegistry>().Of(new OwnerId(tenant.Id.Value)).FirstOrDefault(model => model.Id == _id)?.State;
}
