using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>The gRPC surface of generation.proto: checks a request, then leaves it to the batch loop.</summary>
internal sealed class GenerationService(GenerationEngine engine, TextPacer pacer) : Protocol.Generation.GenerationBase
{
    public override async Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context)
    {
        var task = GenerateRequestReader.Read(request, engine, context.CancellationToken);
        engine.Loop.Submit(task);
        using var cancelled = context.CancellationToken.Register(engine.Loop.OnCancelled);
        await pacer.SendAsync(task, responseStream, context.CancellationToken);
    }

    public override async Task<ForgetOwnerReply> ForgetOwner(ForgetOwnerRequest request, ServerCallContext context)
    {
        await engine.Loop.ForgetOwnerAsync(GenerateRequestReader.ReadKey(request.Owner, "").Owner);
        return new();
    }

    public override Task Compute(IAsyncStreamReader<ComputeOrder> requestStream, IServerStreamWriter<ComputeReport> responseStream, ServerCallContext context) =>
        ComputeCall.ServeAsync(engine.Loop.Thread, requestStream, responseStream, context);

    public override Task Embed(EmbedRequest request, IServerStreamWriter<Embedding> responseStream, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.InvalidArgument, "This model generates text and makes no embeddings. Choose one whose file says how it pools."));

    public override async Task<CloseSessionReply> CloseSession(CloseSessionRequest request, ServerCallContext context) =>
        new() { Existed = await engine.Loop.CloseSessionAsync(GenerateRequestReader.ReadKey(request.Owner, request.Session)) };

    public override Task<CountTokensReply> CountTokens(CountTokensRequest request, ServerCallContext context) =>
        Task.FromResult(new CountTokensReply { Tokens = engine.Prompts.Tokenize(request.Prompt).Length });

    public override Task<TokenizeReply> Tokenize(TokenizeRequest request, ServerCallContext context) =>
        Task.FromResult(new TokenizeReply { Tokens = { engine.Prompts.Tokenize(request.Prompt) } });
}
