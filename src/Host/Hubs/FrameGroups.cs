using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Hubs;

/// <summary>Gathers the frames of an upload into groups that are stored in one transaction.</summary>
internal static class FrameGroups
{
    /// <summary>How many frames are in a group at most: 10 s of sound.</summary>
    const int GroupCommit = 50;

    /// <summary>
    /// While one group is being made durable the next one gathers; the bound keeps a fast sender from filling the memory. What arrived before the
    /// source failed is still given out. Whoever stops reading, also by a failure, waits until nothing reads the source any more.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<AudioFrame>> ReadAsync(IAsyncEnumerable<AudioFrame> frames, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var arriving = Channel.CreateBounded<AudioFrame>(GroupCommit);
        var pump = PumpAsync(frames, arriving.Writer, ended.Token);
        try
        {
            while (await arriving.Reader.WaitToReadAsync(ct))
            {
                List<AudioFrame> group = [];
                while (group.Count < GroupCommit && arriving.Reader.TryRead(out var frame))
                {
                    group.Add(frame);
                }

                yield return group;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pump;
        }
    }

    static async Task PumpAsync(IAsyncEnumerable<AudioFrame> frames, ChannelWriter<AudioFrame> writer, CancellationToken ct)
    {
        try
        {
            await foreach (var frame in frames.WithCancellation(ct))
            {
                await writer.WriteAsync(frame ?? throw new ScribeException(HubErrors.FrameMalformed, "A frame was null. Send sequence and pcm."), ct);
            }

            writer.Complete();
        }
        catch (Exception failure)
        {
            writer.Complete(failure);
        }
    }
}
