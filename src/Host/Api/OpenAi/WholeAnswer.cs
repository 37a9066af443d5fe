using System.Text;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>A completion that is sent in one piece.</summary>
internal sealed record WholeAnswer(string Text, IReadOnlyList<TokenLogProb> Tokens, string FinishReason, Usage Usage, Timings Timings)
{
    public static async Task<WholeAnswer> GatherAsync(IAsyncEnumerable<GenerationUpdate> updates, CancellationToken ct)
    {
        var text = new StringBuilder();
        var tokens = new List<TokenLogProb>();
        GenerationUpdate.Started? started = null;
        GenerationUpdate.Finished? finished = null;
        await foreach (var update in updates.WithCancellation(ct))
        {
            switch (update)
            {
                case GenerationUpdate.Started start:
                    started = start;
                    break;
                case GenerationUpdate.Text piece:
                    text.Append(piece.Value);
                    break;
                case GenerationUpdate.LogProbs some:
                    tokens.AddRange(some.Tokens);
                    break;
                case GenerationUpdate.Finished end:
                    finished = end;
                    break;
            }
        }

        return started is not null && finished is not null
            ? new(text.ToString(), tokens, ReasonOf(finished), UsageOf(finished.Prompt ?? started, finished), TimingsOf(finished.Prompt ?? started, finished))
            : throw new InferenceException(InferenceFailure.WorkerDied, "The engine ended its answer in the middle. Send the request again.");
    }

    public static string ReasonOf(GenerationUpdate.Finished finished) => finished.Reason is Inference.FinishReason.Length ? "length" : "stop";

    public static Timings TimingsOf(GenerationUpdate.Started started, GenerationUpdate.Finished finished) => new()
    {
        CacheN = started.ReusedTokens,
        PromptN = started.PromptTokens - started.ReusedTokens,
        PromptMs = finished.PromptTime.TotalMilliseconds,
        PredictedN = finished.CompletionTokens,
        PredictedMs = finished.GenerationTime.TotalMilliseconds,
    };

    public static Usage UsageOf(GenerationUpdate.Started started, GenerationUpdate.Finished finished) =>
        new() { PromptTokens = started.PromptTokens, CompletionTokens = finished.CompletionTokens, PromptTokensDetails = new(started.ReusedTokens) };
}
