using System.Threading.Channels;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Embeddings;

/// <summary>Texts of one request on their way through the loop. The service fills it in and reads the vectors; the rest belongs to the owner thread.</summary>
internal sealed class EmbeddingTask(string owner, IReadOnlyList<int[]> texts, CancellationToken cancellation)
{
    readonly Channel<Embedding> _vectors = Channel.CreateUnbounded<Embedding>(new() { SingleReader = true, SingleWriter = true });

    public string Owner => owner;

    /// <summary>The tokens of each text.</summary>
    public IReadOnlyList<int[]> Texts => texts;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Ends after the last vector, or with the <see cref="RpcException"/> that failed the request.</summary>
    public ChannelReader<Embedding> Vectors => _vectors.Reader;

    /// <summary>The next text to be evaluated.</summary>
    public int Next { get; set; }

    public void Send(Embedding vector) => _vectors.Writer.TryWrite(vector);

    public void Complete() => _vectors.Writer.TryComplete();

    public void Fail(StatusCode code, string detail) => _vectors.Writer.TryComplete(new RpcException(new Status(code, detail)));
}
