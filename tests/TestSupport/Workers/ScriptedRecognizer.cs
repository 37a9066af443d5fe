using System.Runtime.CompilerServices;
using OnPremLlm.Inference;

namespace OnPremLlm.TestSupport.Workers;

/// <summary>An utterance to hear; times are milliseconds from the start of the stream.</summary>
public sealed record ScriptedUtterance(long StartMs, long EndMs, string Text);

/// <summary>
/// A recognizer that hears what the test wants, whatever the audio is: an utterance comes (as a partial and a final) as soon as the
/// stream is as long as its end, and what is left when the audio ends.
/// </summary>
public sealed class ScriptedRecognizer(Func<OwnerId, RecognitionStart, IReadOnlyList<ScriptedUtterance>> script) : ISpeechRecognizer
{
    const int BytesPerMillisecond = 32;

    /// <summary>The same utterances in every stream.</summary>
    public ScriptedRecognizer(params ScriptedUtterance[] utterances) : this((_, _) => utterances)
    {
    }

    public RecognizerInfo Info { get; init; } = new() { Engine = "scripted", Version = "1", IsDemonstration = false };

    public ValueTask<RecognizerInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => ValueTask.FromResult(Info);

    public async IAsyncEnumerable<RecognitionUpdate> RecognizeAsync(
        OwnerId owner, RecognitionStart start, IAsyncEnumerable<ReadOnlyMemory<byte>> pcm16, [EnumeratorCancellation] CancellationToken ct)
    {
        var waiting = new Queue<ScriptedUtterance>(script(owner, start));
        var speech = waiting.Sum(utterance => utterance.EndMs - utterance.StartMs);
        var bytes = 0L;
        await foreach (var audio in pcm16.WithCancellation(ct))
        {
            bytes += audio.Length;
            while (waiting.TryPeek(out var next) && next.EndMs <= bytes / BytesPerMillisecond)
            {
                yield return PartialOf(next, start.OffsetMs);
                yield return FinalOf(waiting.Dequeue(), start.OffsetMs);
            }
        }

        while (waiting.TryDequeue(out var rest))
        {
            yield return FinalOf(rest, start.OffsetMs);
        }

        yield return new RecognitionUpdate.Done(bytes / BytesPerMillisecond, speech);
    }

    static RecognitionUpdate.Partial PartialOf(ScriptedUtterance utterance, long offset) => new(utterance.StartMs + offset, utterance.EndMs + offset, utterance.Text);

    static RecognitionUpdate.Final FinalOf(ScriptedUtterance utterance, long offset)
    {
        var words = utterance.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var length = (utterance.EndMs - utterance.StartMs) / Math.Max(1, words.Length);
        var begin = utterance.StartMs + offset;
        return new(begin, utterance.EndMs + offset, utterance.EndMs + offset, [.. words.Select((word, i) => new RecognizedWord(word, begin + i * length, begin + (i + 1) * length, 0.9f))]);
    }
}
