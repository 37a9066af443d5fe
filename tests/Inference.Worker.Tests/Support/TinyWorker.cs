using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Tests.Support;

/// <summary>A worker on <see cref="TinyModel.ChatMl"/>, shared by the tests of one class.</summary>
public sealed class TinyWorker : IAsyncLifetime, IDisposable
{
    TinyModel model = null!; // set by InitializeAsync

    internal InProcessWorker Worker { get; private set; } = null!; // set by InitializeAsync

    public async Task InitializeAsync()
    {
        model = new(TinyModel.ChatMl);
        Worker = await InProcessWorker.StartAsync(model.Options with { Context = 2048 });
    }

    public Task DisposeAsync() => Worker.DisposeAsync().AsTask();

    public void Dispose() => model.Dispose();

    internal Task<Completion> CompleteAsync(GenerateRequest request) => Completion.OfAsync(Worker.Generation, request);

    internal Task<Grpc.Core.Status> FailureAsync(GenerateRequest request) => Completion.FailureOfAsync(Worker.Generation, request);
}

/// <summary>Requests that tests begin with.</summary>
internal static class Requests
{
    /// <summary>A grammar that never ends: the request runs until it is stopped.</summary>
    public const string Endless = "root ::= \"a\" root";

    public static GenerateRequest Text(string prompt, int maxTokens = 8, string owner = "owner", string session = "") => new()
    {
        Owner = owner,
        Session = session,
        MaxTokens = maxTokens,
        Prompt = new() { Parts = { new PromptPart { Text = prompt } } },
    };

    public static GenerateRequest EndlessText(string owner = "owner", string session = "", int maxTokens = 2000)
    {
        var request = Text("go", maxTokens, owner, session);
        request.Grammar = Endless;
        return request;
    }
}
