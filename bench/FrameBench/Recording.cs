using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Host.Cli;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.FrameBench;

/// <summary>One visit being recorded over a connection of its own, as a browser does it.</summary>
internal sealed class Recording : IAsyncDisposable
{
    readonly HubConnection hub;
    readonly Guid visit;
    readonly Latencies latencies;
    readonly ConcurrentQueue<(long Sequence, long At)> sent = new();
    readonly TaskCompletionSource lastAcknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long lastFrame = -1;

    Recording(HubConnection hub, Guid visit, Latencies latencies)
    {
        (this.hub, this.visit, this.latencies) = (hub, visit, latencies);
        hub.On<Guid, long>(VisitHub.AudioAcknowledged, Acknowledged);
    }

    public static async Task<Recording> OpenAsync(VisitClient client, Latencies latencies)
    {
        var visit = (await client.PostAsync<VisitDetail>("api/visits", null, CancellationToken.None)).Summary.Id;
        await client.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.AllParty }, CancellationToken.None);
        return new(await client.ConnectAsync(CancellationToken.None), visit, latencies);
    }

    /// <summary>Sends the frames, one each <paramref name="pace"/> after <paramref name="delay"/>; returns when all are durable and acknowledged.</summary>
    public async Task SendAsync(WaveFile sound, int frames, TimeSpan pace, TimeSpan delay)
    {
        lastFrame = frames - 1;
        await Task.Delay(delay, TimeProvider.System);
        await hub.InvokeAsync(VisitHub.UploadAudio, visit, sound.Channels, PacedAsync(sound.Frames().Take(frames), pace));
        await lastAcknowledged.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System); // its message may be handled after the upload's own end
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    async IAsyncEnumerable<AudioFrame> PacedAsync(IEnumerable<AudioFrame> frames, TimeSpan pace)
    {
        var clock = Stopwatch.StartNew();
        foreach (var frame in frames)
        {
            var early = (pace * frame.Sequence) - clock.Elapsed;
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            sent.Enqueue((frame.Sequence, Stopwatch.GetTimestamp()));
            yield return frame;
        }
    }

    void Acknowledged(Guid acknowledged, long through)
    {
        while (acknowledged == visit && sent.TryPeek(out var first) && first.Sequence <= through && sent.TryDequeue(out first))
        {
            latencies.Add(Stopwatch.GetElapsedTime(first.At));
        }

        if (acknowledged == visit && through == lastFrame)
        {
            lastAcknowledged.TrySetResult();
        }
    }
}
