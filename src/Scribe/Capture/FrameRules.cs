using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Capture;

/// <summary>Which frames may be stored: in order, without gaps, of the announced size. Each refusal names the limit.</summary>
internal static class FrameRules
{
    /// <summary>The frames of a batch that are not durable yet, checked; throws on the first bad one, so a batch is taken whole or not at all.</summary>
    public static IReadOnlyList<SealedObject> Fresh(IReadOnlyList<AudioFrame> frames, long next, int channels, bool shortFrameStored)
    {
        List<SealedObject> fresh = [];
        foreach (var frame in frames)
        {
            if (frame.Sequence < next && frame.Sequence >= 0)
            {
                continue;
            }

            if (shortFrameStored)
            {
                throw new ScribeException(HubErrors.FrameMalformed, $"Frame {next - 1} was shorter than {AudioFrame.Milliseconds} ms, so it was the last. Stop the recording.");
            }

            Check(frame, next, channels);
            shortFrameStored = frame.Pcm.Length < AudioFrame.BytesPerChannel * channels;
            fresh.Add(new SealedObject(next++, frame.Pcm));
        }

        return fresh;
    }

    static void Check(AudioFrame frame, long next, int channels)
    {
        if (frame.Sequence != next)
        {
            throw new ScribeException(HubErrors.FrameOutOfOrder, $"Frame {frame.Sequence} came where {next} was expected. Everything before {next} is stored; send again from {next}.");
        }

        if (frame.Pcm is null)
        {
            throw new ScribeException(HubErrors.FrameMalformed, $"Frame {frame.Sequence} has no pcm. Send the samples as base64.");
        }

        var largest = AudioFrame.BytesPerChannel * channels;
        if (frame.Pcm.Length > largest)
        {
            throw new ScribeException(HubErrors.FrameTooLarge, $"Frame {frame.Sequence} has {frame.Pcm.Length} bytes; at most {largest} ({AudioFrame.Milliseconds} ms of {channels} channel(s) at 16 kHz, 16 bit) are allowed.");
        }

        if (frame.Pcm.Length == 0 || frame.Pcm.Length % (2 * channels) != 0)
        {
            throw new ScribeException(HubErrors.FrameMalformed, $"Frame {frame.Sequence} has {frame.Pcm.Length} bytes; a multiple of {2 * channels} above 0 is needed (16-bit samples of {channels} channel(s)).");
        }
    }
}
