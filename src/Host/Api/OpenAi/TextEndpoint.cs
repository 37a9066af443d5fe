using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>POST /v1/completions: a text goes on; no chat template.</summary>
internal sealed class TextEndpoint(Completer completer, CompletionStream streams, TimeProvider time)
{
    public static Task HandleAsync(ApiCaller caller, HttpContext context, TextEndpoint endpoint, CancellationToken ct) => endpoint.AnswerAsync(caller, context, ct);

    async Task AnswerAsync(ApiCaller caller, HttpContext context, CancellationToken ct)
    {
        var request = await RequestBody.ReadAsync(context, CompletionRequest.ReadText, ct);
        var origin = await completer.OriginAsync(caller, request, "cmpl", time, ct);
        var updates = completer.RunAsync(caller, request, origin, ct);
        if (request.Stream)
        {
            await streams.SendAsync(context, updates, new TextForm(origin, request), ct);
            return;
        }

        var whole = await WholeAnswer.GatherAsync(updates, ct);
        var logProbs = request.Sampling.TopLogProbs is null ? null : TokenText.OfText(whole.Tokens, 0);
        await context.Response.WriteAsJsonAsync(Completion(origin, [new() { Text = whole.Text, Logprobs = logProbs, FinishReason = whole.FinishReason }], whole.Usage, whole.Timings), OpenAiJson.Plain.TextCompletion, contentType: null, ct);
    }

    static TextCompletion Completion(Origin origin, IReadOnlyList<TextChoice> choices, Usage? usage, Timings? timings) =>
        new() { Id = origin.Id, Created = origin.Created, Model = origin.Model, SystemFingerprint = origin.Fingerprint, Choices = choices, Usage = usage, Timings = timings };

    sealed class TextForm(Origin origin, CompletionRequest request) : IChunkForm
    {
        int _sent;

        public bool HoldsTextForLogProbs => request.Sampling.TopLogProbs is not null;

        public Task BeginAsync(EventStream stream, CancellationToken ct) => Task.CompletedTask;

        public Task SendAsync(EventStream stream, string text, IReadOnlyList<TokenLogProb>? tokens, CancellationToken ct)
        {
            var logProbs = tokens is null ? null : TokenText.OfText(tokens, _sent);
            _sent += text.Length;
            return SendAsync(stream, [new() { Text = text, Logprobs = logProbs, FinishReason = null }], null, null, ct);
        }

        public async Task EndAsync(EventStream stream, string reason, Usage usage, Timings timings, CancellationToken ct)
        {
            await SendAsync(stream, [new() { Text = "", Logprobs = null, FinishReason = reason }], null, null, ct);
            if (request.IncludeUsage)
            {
                await SendAsync(stream, [], usage, timings, ct);
            }
        }

        Task SendAsync(EventStream stream, IReadOnlyList<TextChoice> choices, Usage? usage, Timings? timings, CancellationToken ct) =>
            stream.SendAsync(Completion(origin, choices, usage, timings), OpenAiJson.Plain.TextCompletion, ct);
    }
}
