using Google.Protobuf;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>The gRPC surface of generation.proto: checks a request, then leaves it to the batch loop.</summary>
internal sealed class GenerationService(GenerationEngine engine, TextPacer pacer) : Protocol.Generation.GenerationBase
{
    const int ChunkBytes = 256 << 10;
    const long LargestSession = 1L << 30;
    const int MostListedTokens = 250_000; // four bytes each at most: they fit a reply

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

    public override async Task SaveSession(SaveSessionRequest request, IServerStreamWriter<SessionChunk> responseStream, ServerCallContext context)
    {
        using var state = await engine.Loop.SaveAsync(GenerateRequestReader.ReadKey(request.Owner, request.Session), request.LargestBytes)
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such session."));
        for (long from = 0; from < state.Length; from += ChunkBytes)
        {
            var data = ByteString.CopyFrom(state.Part(from, (int)Math.Min(ChunkBytes, state.Length - from)));
            await responseStream.WriteAsync(new() { Data = data }, context.CancellationToken);
        }
    }

    public override async Task<RestoreSessionReply> RestoreSession(IAsyncStreamReader<RestoreSessionRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Name is not { Session.Length: > 0 } name)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The name of the session comes first, and is not empty."));
        }

        var key = GenerateRequestReader.ReadKey(name.Owner, name.Session);
        if (name.Length is < 1 or > LargestSession || name.Length > engine.Loop.LargestState)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "The session is larger than one of this model can be, or than is restored. Send the text again instead."));
        }

        using var state = SessionState.Empty(name.Length);
        var received = 0L;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var data = requestStream.Current.Data.Span;
            if (received + data.Length > state.Length)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "The session is larger than one of this model can be. Send the text again instead."));
            }

            data.CopyTo(state.Part(received, data.Length));
            received += data.Length;
        }

        return new() { Tokens = await engine.Loop.RestoreAsync(key, state, received, context.CancellationToken) };
    }

    public override Task<CountTokensReply> CountTokens(CountTokensRequest request, ServerCallContext context) =>
        Task.FromResult(new CountTokensReply { Tokens = engine.Prompts.Tokenize(request.Prompt).Length });

    public override Task<TokenizeReply> Tokenize(TokenizeRequest request, ServerCallContext context) =>
        engine.Prompts.Tokenize(request.Prompt) is { Length: <= MostListedTokens } tokens
            ? Task.FromResult(new TokenizeReply { Tokens = { tokens } })
            : throw new RpcException(new Status(StatusCode.InvalidArgument, $"The text has more than {MostListedTokens} tokens, and no more than that are listed at once. Send it in pieces."));
}
