using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>How a streamed answer writes its pieces.</summary>
internal interface IChunkForm
{
    /// <summary>Log-probabilities were asked for: text goes together with those of its tokens.</summary>
    bool HoldsTextForLogProbs { get; }

    Task BeginAsync(EventStream stream, CancellationToken ct);

    Task SendAsync(EventStream stream, string text, IReadOnlyList<TokenLogProb>? tokens, CancellationToken ct);

    Task EndAsync(EventStream stream, string reason, Usage usage, Timings timings, CancellationToken ct);
}

/// <summary>
/// Streams a completion. What fails before the first piece is answered with its status; what fails later is the stream's last event, an error,
/// without <c>[DONE]</c>, which clients raise.
/// </summary>
internal sealed class CompletionStream(TimeProvider time, ILogger<CompletionStream> log)
{
    /// <summary>Without a piece for this long, a comment is sent.</summary>
    static readonly TimeSpan _keepAlive = TimeSpan.FromSeconds(5);

    public async Task SendAsync(HttpContext context, IAsyncEnumerable<GenerationUpdate> updates, IChunkForm form, CancellationToken ct)
    {
        await using var source = updates.GetAsyncEnumerator(ct);
        var any = await source.MoveNextAsync();
        var stream = new EventStream(context.Response);
        stream.Begin();
        try
        {
            await SendAllAsync(stream, source, any, form, ct);
            await stream.EndAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client has gone; the engine was told.
        }
        catch (Exception failure)
        {
            await stream.SendAsync(OpenAiErrors.Body(Explain(failure)), OpenAiJson.Plain.ErrorBody, ct);
        }
    }

    OpenAiException Explain(Exception failure)
    {
        if (failure is InferenceException known)
        {
            if (known.Message != known.ClientMessage)
            {
                log.EngineRefused(known.Failure, known.Message);
            }

            return OpenAiErrors.Of(known);
        }

        log.RequestFailed("/v1", failure.GetType().Name);
        return new(StatusCodes.Status500InternalServerError, "Something failed on the server. Send the request again, and tell IT the time.", OpenAiErrors.Server, "unexpected");
    }

    async Task SendAllAsync(EventStream stream, IAsyncEnumerator<GenerationUpdate> source, bool any, IChunkForm form, CancellationToken ct)
    {
        GenerationUpdate.Started? started = null;
        var held = "";
        for (; any; any = await NextAsync(stream, source, ct))
        {
            switch (source.Current)
            {
                case GenerationUpdate.Started start:
                    started = start;
                    await form.BeginAsync(stream, ct);
                    break;
                case GenerationUpdate.Text piece when form.HoldsTextForLogProbs:
                    held += piece.Value;
                    break;
                case GenerationUpdate.Text piece:
                    await form.SendAsync(stream, piece.Value, null, ct);
                    break;
                case GenerationUpdate.LogProbs some:
                    await form.SendAsync(stream, held, some.Tokens, ct);
                    held = "";
                    break;
                case GenerationUpdate.Finished finished when started is not null:
                    await (held.Length > 0 ? form.SendAsync(stream, held, null, ct) : Task.CompletedTask);
                    await form.EndAsync(stream, WholeAnswer.ReasonOf(finished), WholeAnswer.UsageOf(finished.Prompt ?? started, finished), WholeAnswer.TimingsOf(finished.Prompt ?? started, finished), ct);
                    return;
            }
        }

        throw new InferenceException(InferenceFailure.WorkerDied, "The engine ended its answer in the middle. Send the request again.");
    }

    async ValueTask<bool> NextAsync(EventStream stream, IAsyncEnumerator<GenerationUpdate> source, CancellationToken ct)
    {
        var next = source.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        var step = next.AsTask();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (await Task.WhenAny(step, Task.Delay(_keepAlive, time, stop.Token)) != step)
            {
                ct.ThrowIfCancellationRequested();
                await stream.KeepAliveAsync(ct);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await step.ContinueWith(_ => { }, TaskScheduler.Default); // the enumeration cannot be left in the middle of a step; the client's leaving ends it
        }

        return await step;
    }
}
