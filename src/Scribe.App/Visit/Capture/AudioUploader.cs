using System.Runtime.CompilerServices;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>
/// Frames of one recording from the microphone until the Host has acknowledged them as durable. A dropped connection or a restarted Host
/// loses nothing: whoever reconnects reads on from the frame that the Host names. Runs on the page's one thread; not thread-safe.
/// </summary>
public sealed class AudioUploader(long firstSequence)
{
    readonly LinkedList<AudioFrame> waiting = new();
    long next = firstSequence;
    TaskCompletionSource more = NewSignal();

    /// <summary>Sequence number of the last frame handed in; -1 when none was.</summary>
    public long LastFrame => next - 1;

    public bool Finished { get; private set; }

    /// <summary>How much sound is not yet acknowledged.</summary>
    public TimeSpan Waiting => TimeSpan.FromMilliseconds(waiting.Count * (double)AudioFrame.Milliseconds);

    public void Add(byte[] pcm)
    {
        waiting.AddLast(new AudioFrame { Sequence = next++, Pcm = pcm });
        Signal();
    }

    /// <summary>No frame follows; the streams end after the last one.</summary>
    public void Finish()
    {
        Finished = true;
        Signal();
    }

    /// <summary>Everything up to and including this frame is durable at the Host.</summary>
    public void Acknowledge(long throughSequence)
    {
        while (waiting.First is { } first && first.Value.Sequence <= throughSequence)
        {
            waiting.RemoveFirst();
        }
    }

    /// <summary>Frames from <paramref name="sequence"/> on, waiting for new ones until <see cref="Finish"/>. What is before it is given up as stored.</summary>
    public async IAsyncEnumerable<AudioFrame> FramesFromAsync(long sequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Acknowledge(sequence - 1);
        var at = sequence;
        while (true)
        {
            var signal = more.Task;
            while (Find(at) is { } frame)
            {
                yield return frame;
                at = frame.Sequence + 1;
            }

            if (Finished)
            {
                yield break;
            }

            await signal.WaitAsync(cancellation);
        }
    }

    AudioFrame? Find(long sequence)
    {
        // Acknowledgements trail the sender closely, so the wanted frame is near the end.
        for (var node = waiting.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Sequence == sequence)
            {
                return node.Value;
            }
        }

        return waiting.First?.Value is { } first && first.Sequence > sequence ? first : null;
    }

    void Signal()
    {
        var waking = more;
        more = NewSignal();
        waking.TrySetResult();
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
