using System.Runtime.CompilerServices;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Transcription;

/// <summary>One channel of a visit's recording as mono samples, from a point in time on; <see cref="FromMs"/> is rounded down to a frame.</summary>
internal sealed class ChannelStream(int channel, int channels, long fromMs)
{
    public int Channel { get; } = channel;

    public long FirstFrame { get; } = fromMs / AudioFrame.Milliseconds;

    public long FromMs => FirstFrame * AudioFrame.Milliseconds;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(VisitSession session, FrameLog frames, Func<CancellationToken, Task<long?>> lastFrame, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var frame in frames.FollowAsync(session, FirstFrame, lastFrame, ct))
        {
            yield return channels == 1 ? frame.Content : Split(frame.Content.Span);
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
