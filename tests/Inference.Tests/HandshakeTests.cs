using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests;

public class HandshakeTests
{
    public static TheoryData<string, Action<WorkerDescription>> Strangers => new()
    {
        { "protocol", worker => worker.ProtocolVersion++ },
        { "role", worker => worker.Role = WorkerRole.Speech },
        { "engine", worker => worker.Engine = "llama.cc" },
        { "version", worker => worker.EngineVersion = "0.6.0" },
        { "commit", worker => worker.EngineCommit = "fffffff" },
        { "size", worker => worker.StructSizes["llama_batch"] = 64 },
        { "missing size", worker => worker.StructSizes.Remove("llama_batch") },
        { "process", worker => worker.ProcessId++ },
        { "user", worker => worker.UserId++ },
    };

    [Theory]
    [MemberData(nameof(Strangers), DisableDiscoveryEnumeration = true)]
    public async Task Another_build_is_refused_and_ended(string difference, Action<WorkerDescription> change)
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker => change(worker.Description);

        var failure = await supervision.Model.FailsAsync(ScriptedSupervision.Owner);
        Assert.True(failure.Failure == InferenceFailure.Incompatible, difference);
        Assert.Contains("deploy/prerequisites", failure.Message, StringComparison.Ordinal);
        Assert.True(supervision.Launcher.Started[0].Exited.IsCompleted);
        Assert.False(supervision.Launcher.Started[0].Serves);
    }

    [Fact]
    public async Task A_socket_of_another_process_than_the_one_started_is_sent_nothing()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.StartedProcessId = 1;
        var asked = false;
        supervision.Launcher.Script = worker => worker.BeforeDescribe = _ =>
        {
            asked = true;
            return Task.CompletedTask;
        };

        var failure = await supervision.Model.FailsAsync(ScriptedSupervision.Owner);
        Assert.Equal(InferenceFailure.Incompatible, failure.Failure);
        Assert.Contains("expected was process 1 ", failure.Message, StringComparison.Ordinal);
        Assert.False(asked);
    }

    [Theory]
    [InlineData(IsolationMode.Shared, true)]
    [InlineData(IsolationMode.Dedicated, false)]
    public async Task A_model_whose_memory_cannot_be_overwritten_for_one_clinic_alone_is_not_shared(IsolationMode isolation, bool isRefused)
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Options.Isolation = isolation;
        supervision.Launcher.Script = worker => worker.Description.Model.WipesOwnersApart = false;

        var failure = await Record.ExceptionAsync(() => supervision.Model.TextAsync(ScriptedSupervision.Owner));

        Assert.Equal(isRefused, failure is InferenceException { Failure: InferenceFailure.ModelRefused });
    }

    [Fact]
    public async Task A_gpu_that_was_asked_for_and_is_missing_is_an_error()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Options.GpuLayers = 99;

        var failure = await supervision.Model.FailsAsync(ScriptedSupervision.Owner);
        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        Assert.Contains("no GPU", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gpu_that_was_asked_for_and_is_there_is_used()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Options.GpuLayers = 99;
        supervision.Launcher.Script = worker => worker.Description.Devices.Add(new Device { Name = "CUDA0", Kind = "gpu" });

        Assert.Equal("A healthy answer.", await supervision.Model.TextAsync(ScriptedSupervision.Owner));
    }
}
