using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Host.Hubs;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Hubs;

[Collection(OneHost.Name)]
public sealed class Uploads_that_fail(ScribeHost host)
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Are_answered_although_the_client_goes_on_sending()
    {
        var visit = await host.Clinician.BeginAsync();
        await using var hub = await host.Clinician.ConnectAsync();
        var frames = Channel.CreateUnbounded<AudioFrame>();
        await frames.Writer.WriteAsync(Frame(7)); // where 0 is expected; no end follows

        var refusal = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync(VisitHub.UploadAudio, visit, 1, frames.Reader).WaitAsync(_patience));

        Assert.Contains("HubException: frame-out-of-order: Frame 7 came where 0 was expected.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_nobody_reading_the_client_s_stream()
    {
        var source = new Source();

        await foreach (var group in FrameGroups.ReadAsync(source.EndlessAsync(), CancellationToken.None))
        {
            Assert.NotEmpty(group);
            await source.Full.Task.WaitAsync(_patience); // the reader of the stream waits for room
            break; // as storing does that throws
        }

        Assert.True(source.IsLeft);
    }

    [Fact]
    public async Task Still_give_out_what_arrived_before_the_stream_broke()
    {
        List<long> arrived = [];

        var broken = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var group in FrameGroups.ReadAsync(BreakingAsync(3), CancellationToken.None))
            {
                arrived.AddRange(group.Select(frame => frame.Sequence));
            }
        });

        Assert.Equal("broken", broken.Message);
        Assert.Equal([0, 1, 2], arrived);
    }

    static async IAsyncEnumerable<AudioFrame> BreakingAsync(int after)
    {
        for (var i = 0; i < after; i++)
        {
            await Task.Yield();
            yield return Frame(i);
        }

        throw new InvalidOperationException("broken");
    }

    static AudioFrame Frame(long sequence) => new() { Sequence = sequence, Pcm = new byte[AudioFrame.BytesPerChannel] };

    sealed class Source
    {
        const int MoreThanIsTaken = 51;

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLeft { get; private set; }

        public async IAsyncEnumerable<AudioFrame> EndlessAsync()
        {
            try
            {
                for (var i = 0L; ; i++)
                {
                    if (i == MoreThanIsTaken)
                    {
                        Full.TrySetResult();
                    }

                    await Task.Yield();
                    yield return Frame(i);
                }
            }
            finally
            {
                IsLeft = true;
            }
        }
    }
}
