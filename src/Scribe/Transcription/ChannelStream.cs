using System.Runtime.CompilerServices;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Transcription;

/// <summary>One channel of a visit's recording as mono samples, from a millisecond on.</summary>
internal sealed class ChannelStream(int channel, int channels, long fromMs)
{
    const int MonoBytesPerMs = AudioFrame.BytesPerChannel / AudioFrame.Milliseconds;

    public int Channel { get; } = channel;

    public long FromMs { get; } = fromMs;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(VisitSession session, FrameLog frames, Func<CancellationToken, Task<long?>> lastFrame, [EnumeratorCancellation] CancellationToken ct)
    {
        var skip = (int)(FromMs % AudioFrame.Milliseconds) * MonoBytesPerMs; // sound of the first frame that was recognised before
        await foreach (var frame in frames.FollowAsync(session, FromMs / AudioFrame.Milliseconds, lastFrame, ct))
        {
            var mono = channels == 1 ? frame.Content : Split(frame.Content.Span);
            yield return mono[Math.Min(skip, mono.Length)..];
            skip = 0;
        }
    }

    byte[] Split(ReadOnlySpan<byte> interleaved)
    {
        var width = 2 * channels;
        var mono = new byte[interleaved.Length / channels];
        for (var sample = 0; sample < mono.Length / 2; sample++)
        {
            interleaved.Slice((sample * width) + (2 * Channel), 2).CopyTo(mono.AsSpan(2 * sample));
        }

        return mono;
    }
}
