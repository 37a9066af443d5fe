using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.ScriptedSupervision;

namespace OnPremLlm.Inference.Tests.Registry;

public sealed class Loads_that_are_told : IAsyncDisposable
{
    readonly ScriptedSupervision _supervision = new();

    public ValueTask DisposeAsync() => _supervision.DisposeAsync();

    [Fact]
    public async Task Once_for_each_worker_of_a_dedicated_model()
    {
        Install(IsolationMode.Dedicated);
        await Model.TextAsync(Owner);
        await Model.TextAsync(Owner);
        await Model.TextAsync(OtherOwner);

        Assert.Equal(
            [(Owner, "one", Installation.HashOf("one"), "llama.cpp", "0.5.0-dev", IsolationMode.Dedicated), (OtherOwner, "one", Installation.HashOf("one"), "llama.cpp", "0.5.0-dev", IsolationMode.Dedicated)],
            _supervision.Loads.Entered.Select(load => (load.Owner, load.ModelId, load.Sha256, load.Engine, load.EngineVersion, load.Isolation)));
        Assert.Equal(2, _supervision.Launcher.Started.Count);
    }

    [Fact]
    public async Task To_each_owner_of_a_shared_model_at_its_first_use()
    {
        Install(IsolationMode.Shared);
        await Model.TextAsync(Owner);
        Assert.Equal([Owner], _supervision.Loads.Entered.Select(load => load.Owner));

        await Model.TextAsync(OtherOwner);
        await Model.TextAsync(OtherOwner);

        Assert.Equal([(Owner, IsolationMode.Shared), (OtherOwner, IsolationMode.Shared)], _supervision.Loads.Entered.Select(load => (load.Owner, load.Isolation)));
        Assert.Single(_supervision.Launcher.Started);
    }

    [Fact]
    public async Task Again_after_the_model_was_loaded_again()
    {
        Install(IsolationMode.Dedicated);
        await Model.TextAsync(Owner);
        await _supervision.Supervisor.StopOwnerAsync(Owner);
        await Model.TextAsync(Owner);

        Assert.Equal(2, _supervision.Loads.Entered.Count);
    }

    [Fact]
    public async Task Or_the_request_is_refused_and_the_next_one_tries_again()
    {
        Install(IsolationMode.Dedicated);
        _supervision.Loads.FailsOnce = new IOException("the disk is full");

        var refused = await Model.FailsAsync(Owner);

        Assert.Equal(InferenceFailure.WorkerUnavailable, refused.Failure);
        Assert.Contains("could not be entered in the clinic's ledger", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await Model.TextAsync(Owner));
        Assert.Single(_supervision.Loads.Entered);
    }

    ILanguageModel Model => _supervision.Models.Find(Owner, "one")!; // a missing one fails the test

    void Install(IsolationMode isolation) => _supervision.Installation.Install(_supervision.Installation.Entry("one") with { Isolation = isolation });
}
