using System.Text;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;

namespace OnPremLlm.Inference.Worker.Embeddings;

/// <summary>The gRPC surface of generation.proto for a model that makes embeddings. It has no sessions: closing one finds none.</summary>
internal sealed class EmbeddingService(EmbeddingEngine engine) : Protocol.Generation.GenerationBase
{
    const int MostTexts = 2_048;

    public override async Task Embed(EmbedRequest request, IServerStreamWriter<Embedding> responseStream, ServerCallContext context)
    {
        var owner = GenerateRequestReader.ReadKey(request.Owner, "").Owner;
        if (request.Texts.Count is 0 or > MostTexts)
        {
            throw Invalid($"There are {request.Texts.Count} texts; 1 to {MostTexts} are allowed.");
        }

        var task = new EmbeddingTask(owner, [.. request.Texts.Select(Tokenize)], context.CancellationToken);
        engine.Loop.Submit(task);
        using var cancelled = context.CancellationToken.Register(engine.Loop.Thread.Wake);
        await foreach (var vector in task.Vectors.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(vector, context.CancellationToken);
        }
    }

    public override async Task<ForgetOwnerReply> ForgetOwner(ForgetOwnerRequest request, ServerCallContext context)
    {
        await engine.Loop.ForgetOwnerAsync(GenerateRequestReader.ReadKey(request.Owner, "").Owner);
        return new();
    }

    public override Task Compute(IAsyncStreamReader<ComputeOrder> requestStream, IServerStreamWriter<ComputeReport> responseStream, ServerCallContext context) =>
        ComputeCall.ServeAsync(engine.Loop.Thread, requestStream, responseStream, context);

    public override Task<CloseSessionReply> CloseSession(CloseSessionRequest request, ServerCallContext context) => Task.FromResult(new CloseSessionReply());

    public override Task SaveSession(SaveSessionRequest request, IServerStreamWriter<SessionChunk> responseStream, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.NotFound, "There is no such session."));

    public override Task<RestoreSessionReply> RestoreSession(IAsyncStreamReader<RestoreSessionRequest> requestStream, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.FailedPrecondition, "A model that makes embeddings has no sessions."));

    public override Task<TokenizeReply> Tokenize(TokenizeRequest request, ServerCallContext context) => Task.FromResult(new TokenizeReply { Tokens = { Tokenize(TextOf(request.Prompt), 0) } });

    public override Task<CountTokensReply> CountTokens(CountTokensRequest request, ServerCallContext context) => Task.FromResult(new CountTokensReply { Tokens = Tokenize(TextOf(request.Prompt), 0).Length });

    public override Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.InvalidArgument, "This model makes embeddings and generates no text. Choose another for answers."));

    static string TextOf(Prompt? prompt) => prompt is { Messages.Count: 0 } && prompt.Parts is [{ PartCase: PromptPart.PartOneofCase.Text } only]
        ? only.Text
        : throw Invalid("A model that makes embeddings reads one text. Send a prompt of one part.");

    // No token is longer than the longest, so more bytes cannot fit; native code never sees texts without bound.
    int[] Tokenize(string text, int index)
    {
        if (text.Length == 0)
        {
            throw Invalid($"The text at {index} (from 0) is empty. Leave it out, or send some text.");
        }

        var most = (long)engine.ContextTokens * engine.LongestPiece;
        var tokens = Encoding.UTF8.GetByteCount(text) <= most ? engine.Tokenize(text) : null;
        return tokens is { Length: > 0 } && tokens.Length <= engine.ContextTokens ? tokens
            : tokens is { Length: 0 } ? throw Invalid($"The text at {index} (from 0) has no token of this model. Leave it out, or send other text.")
            : throw new RpcException(new Status(StatusCode.OutOfRange, $"The text at {index} (from 0) has {(tokens is null ? "far more" : $"{tokens.Length}")} tokens and the model reads {engine.ContextTokens} at once. Send it in pieces."));
    }

    static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
