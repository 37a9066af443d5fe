using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>POST /v1/chat/completions.</summary>
internal sealed class ChatEndpoint(Completer completer, CompletionStream streams, TimeProvider time)
{
    public static Task HandleAsync(ApiCaller caller, HttpContext context, ChatEndpoint endpoint, CancellationToken ct) => endpoint.AnswerAsync(caller, context, ct);

    async Task AnswerAsync(ApiCaller caller, HttpContext context, CancellationToken ct)
    {
        var request = await RequestBody.ReadAsync(context, CompletionRequest.ReadChat, ct);
        var origin = await completer.OriginAsync(caller, request, "chatcmpl", time, ct);
        var updates = completer.RunAsync(caller, request, origin, ct);
        if (request.Stream)
        {
            await streams.SendAsync(context, updates, new ChatForm(origin, request), ct);
            return;
        }

        var whole = await WholeAnswer.GatherAsync(updates, ct);
        await context.Response.WriteAsJsonAsync(Whole(origin, request, whole), OpenAiJson.Plain.ChatCompletion, contentType: null, ct);
    }

    static ChatCompletion Whole(Origin origin, CompletionRequest request, WholeAnswer whole) => new()
    {
        Id = origin.Id,
        Created = origin.Created,
        Model = origin.Model,
        SystemFingerprint = origin.Fingerprint,
        Choices = [new()
        {
            Message = new() { Content = whole.Text },
            Logprobs = request.Sampling.TopLogProbs is null ? null : TokenText.OfChat(whole.Tokens),
            FinishReason = whole.FinishReason,
        }],
        Usage = whole.Usage,
        Timings = whole.Timings,
    };

    sealed class ChatForm(Origin origin, CompletionRequest request) : IChunkForm
    {
        public bool HoldsTextForLogProbs => request.Sampling.TopLogProbs is not null;

        public Task BeginAsync(EventStream stream, CancellationToken ct) => SendAsync(stream, new() { Role = "assistant", Content = "" }, null, null, ct);

        public Task SendAsync(EventStream stream, string text, IReadOnlyList<TokenLogProb>? tokens, CancellationToken ct) => SendAsync(stream, new() { Content = text }, tokens, null, ct);

        public async Task EndAsync(EventStream stream, string reason, Usage usage, Timings timings, CancellationToken ct)
        {
            await SendAsync(stream, new(), null, reason, ct);
            if (request.IncludeUsage)
            {
                await stream.SendAsync(Chunk([], usage, timings), OpenAiJson.Plain.ChatChunk, ct);
            }
        }

        Task SendAsync(EventStream stream, ChatDelta delta, IReadOnlyList<TokenLogProb>? tokens, string? reason, CancellationToken ct) => stream.SendAsync(
            Chunk([new() { Delta = delta, Logprobs = tokens is null ? null : TokenText.OfChat(tokens), FinishReason = reason }], null, null), OpenAiJson.Plain.ChatChunk, ct);

        ChatChunk Chunk(IReadOnlyList<ChatChunkChoice> choices, Usage? usage, Timings? timings) =>
            new() { Id = origin.Id, Created = origin.Created, Model = origin.Model, SystemFingerprint = origin.Fingerprint, Choices = choices, Usage = usage, Timings = timings };
    }
}
