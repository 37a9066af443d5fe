using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Tests.Support;

/// <summary>A whole answer to a Generate call.</summary>
internal sealed record Completion(string Text, GenerationStarted Started, GenerationFinished Finished)
{
    public static async Task<Completion> OfAsync(Protocol.Generation.GenerationClient client, GenerateRequest request)
    {
        using var call = client.Generate(request);
        GenerationStarted? started = null;
        GenerationFinished? finished = null;
        var text = "";
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            started ??= message.Started;
            finished ??= message.Finished;
            text += message.Text;
        }

        Assert.NotNull(started);
        Assert.NotNull(finished);
        return new(text, started, finished);
    }

    public static async Task<Status> FailureOfAsync(Protocol.Generation.GenerationClient client, GenerateRequest request) =>
        (await Assert.ThrowsAsync<RpcException>(() => OfAsync(client, request))).Status;
}
