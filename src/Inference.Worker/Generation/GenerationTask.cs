using System.Threading.Channels;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Sampling;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>One request on its way through the batch loop. The service fills it in and reads the events; the rest belongs to the owner thread.</summary>
internal sealed class GenerationTask
{
    // Unbounded, because the owner thread must never wait for a slow reader; maxTokens bounds it.
    readonly Channel<GenerateEvent> events = Channel.CreateUnbounded<GenerateEvent>(new() { SingleReader = true, SingleWriter = true });
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GenerationTask(SessionKey key, int[] prompt, int maxTokens, SamplingSettings sampling, IReadOnlyList<string> stops, CancellationToken cancellation)
    {
        Key = key;
        Prompt = prompt;
        MaxTokens = maxTokens;
        Sampling = sampling;
        Cancellation = cancellation;
        Text = new(stops, Send);
    }

    public SessionKey Key { get; }

    public int[] Prompt { get; }

    public int MaxTokens { get; }

    /// <summary>What its session holds is not taken for others while the visit goes on.</summary>
    public bool IsOfOpenVisit { get; init; }

    public SamplingSettings Sampling { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Ends with the generation, or with the <see cref="RpcException"/> that failed it.</summary>
    public ChannelReader<GenerateEvent> Events => events.Reader;

    /// <summary>Completes when no more events come; some may still be unread. Never fails.</summary>
    public Task Ended => ended.Task;

    public CompletionText Text { get; }

    public Sequence Sequence { get; set; } = null!; // set when the loop admits the task

    public TokenSampler Sampler { get; set; } = null!; // likewise

    /// <summary>Tokens still to be evaluated: the rest of the prompt, or the token chosen last.</summary>
    public List<int> Pending { get; } = [];

    /// <summary>How many of <see cref="Pending"/> are in the current batch.</summary>
    public int InBatch { get; set; }

    /// <summary>Number of the last batch that held something of it, or that was full before it came; null: no batch has been made since.</summary>
    public long? LastBatch { get; set; }

    /// <summary>Index in the current batch whose logits are wanted; -1 for none.</summary>
    public int OutputIndex { get; set; } = -1;

    public int CompletionTokens { get; set; }

    public TimeSpan PromptTime { get; set; }

    /// <summary>When the prompt was done; 0 before.</summary>
    public long GenerationStart { get; set; }

    public bool IsGenerating => GenerationStart != 0;

    public void Send(GenerateEvent message) => events.Writer.TryWrite(message);

    public void Complete() => End(null);

    public void Fail(StatusCode code, string detail) => End(new RpcException(new Status(code, detail)));

    void End(RpcException? failure)
    {
        events.Writer.TryComplete(failure);
        ended.TrySetResult();
    }
}
