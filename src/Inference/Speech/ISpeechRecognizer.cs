namespace OnPremLlm.Inference;

/// <summary>A speech recognizer: a worker process today, a remote engine later. Thread-safe; one stream per audio channel.</summary>
public interface ISpeechRecognizer
{
    /// <summary>Which engine answers. Starts the owner's worker when none runs.</summary>
    ValueTask<RecognizerInfo> DescribeAsync(OwnerId owner, CancellationToken ct);

    /// <summary>
    /// Recognizes one stream of 16 kHz, 16-bit little-endian mono samples (any piece length, whole samples) while it arrives.
    /// When <paramref name="pcm16"/> ends, what is pending is finalised and <see cref="RecognitionUpdate.Done"/> is the last update.
    /// Throws <see cref="InferenceException"/> for a failure; what <paramref name="pcm16"/> throws is passed on.
    /// </summary>
    IAsyncEnumerable<RecognitionUpdate> RecognizeAsync(OwnerId owner, RecognitionStart start, IAsyncEnumerable<ReadOnlyMemory<byte>> pcm16, CancellationToken ct);
}

/// <summary>The engine behind <see cref="ISpeechRecognizer"/>.</summary>
public sealed record RecognizerInfo
{
    public required string Engine { get; init; }

    public required string Version { get; init; }

    /// <summary>True for an engine that shows the product and must not transcribe patients.</summary>
    public required bool IsDemonstration { get; init; }
}

/// <summary>Where a stream belongs.</summary>
public sealed record RecognitionStart
{
    /// <summary>Opaque id of the recording, for the worker's log.</summary>
    public required string Session { get; init; }

    /// <summary>Milliseconds added to every time that comes back: where this stream starts in the recording.</summary>
    public long OffsetMs { get; init; }
}
