using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Hosting;

/// <summary>The worker as a process: how it starts, refuses and ends.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ProcessTests
{
    [Fact]
    public async Task It_serves_its_socket_until_standard_input_is_closed_and_logs_no_text()
    {
        await using var worker = await ChildWorker.StartAsync(InProcessWorker.DemoModel);
        using var channel = UnixSocket.Channel(worker.Socket);
        var description = await new Protocol.Worker.WorkerClient(channel).DescribeAsync(new());
        var canary = $"canary{Guid.NewGuid():N}";
        var client = new Protocol.Generation.GenerationClient(channel);
        await Completion.OfAsync(client, Requests.Text(canary, maxTokens: 4, owner: canary, session: canary));
        var broken = Requests.Text(canary, owner: canary);
        broken.Grammar = $"root ::= {canary}";
        await Completion.FailureOfAsync(client, broken);
        var mode = File.GetUnixFileMode(worker.Socket);

        var code = await worker.EndAsync();

        Assert.Equal(0, code);
        Assert.Equal(worker.Process.Id, description.ProcessId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.False(File.Exists(worker.Socket));
        Assert.Contains("\"EventId\":1200", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_killed_in_a_generation_is_unavailable_to_its_client()
    {
        await using var worker = await ChildWorker.StartAsync(InProcessWorker.DemoModel);
        using var channel = UnixSocket.Channel(worker.Socket);
        using var call = new Protocol.Generation.GenerationClient(channel).Generate(Requests.EndlessText(maxTokens: 900));
        Assert.True(await call.ResponseStream.MoveNext());

        worker.Process.Kill();

        var end = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.ReadAllAsync().LastAsync());
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
    }

    [Theory]
    [InlineData("graphics card", "--gpu-layers", "5")]
    [InlineData("was expected", "--sha256", "00")]
    [InlineData("--sequences is 65", "--sequences", "65")]
    [InlineData("--context is 3", "--context", "3")]
    [InlineData("MiB are available", "--context", "1048576", "--sequences", "64")]
    public async Task What_it_cannot_do_ends_it_with_code_2_and_the_reason(string reason, params string[] options)
    {
        await using var worker = await ChildWorker.StartAsync(InProcessWorker.DemoModel, options);

        Assert.Equal(2, await worker.EndAsync());
        Assert.Contains(reason, worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_model_ends_it_with_code_2_and_says_so()
    {
        var model = Path.GetTempFileName();
        await File.WriteAllBytesAsync(model, (await File.ReadAllBytesAsync(InProcessWorker.DemoModel))[..1_000_000]);

        await using var worker = await ChildWorker.StartAsync(model);

        Assert.Equal(2, await worker.EndAsync());
        Assert.Contains("truncated", worker.Log, StringComparison.Ordinal);
        File.Delete(model);
    }

    [Fact]
    public void Only_root_the_own_user_and_the_host_may_connect()
    {
        const uint Host = 4_000_001, Stranger = 4_000_002;

        Assert.True(PeerCheck.IsAllowed(0, Host));
        Assert.True(PeerCheck.IsAllowed(OwnProcess.UserId, Host));
        Assert.True(PeerCheck.IsAllowed(Host, Host));
        Assert.False(PeerCheck.IsAllowed(Stranger, Host));
        Assert.False(PeerCheck.IsAllowed(Stranger, null));
    }
}
