using System.Threading.Channels;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Host.Hubs;

/// <summary>The live half of a visit; see <see cref="VisitHub"/> for the contract.</summary>
[Authorize(Policy = Policies.Clinician)]
internal sealed class VisitsHub(VisitDirectory visits, AudioCapture capture) : Hub
{
    /// <summary>How many frames are stored in one transaction at most: 10 s of sound.</summary>
    const int GroupCommit = 50;

    public async Task UploadAudio(Guid visitId, int channels, IAsyncEnumerable<AudioFrame> frames)
    {
        var caller = Caller.From(Context.User ?? throw new HubException("No session."));
        var ct = Context.ConnectionAborted;
        var upload = await capture.OpenAsync(caller.Tenant, caller.Person, visitId, channels, ct);

        // While one group is being made durable the next one gathers; the bound keeps a fast sender from filling the memory.
        var arriving = Channel.CreateBounded<AudioFrame>(GroupCommit);
        var reading = PumpAsync(frames, arriving.Writer, ct);
        List<AudioFrame> group = [];
        while (await arriving.Reader.WaitToReadAsync(ct))
        {
            group.Clear();
            while (group.Count < GroupCommit && arriving.Reader.TryRead(out var frame))
            {
                group.Add(frame);
            }

            var through = await capture.StoreAsync(upload, group, ct);
            await Clients.Caller.SendAsync(VisitHub.AudioAcknowledged, visitId, through, ct);
        }

        await reading;
    }

    public async Task<IAsyncEnumerable<VisitEvent>> Events(Guid visitId, long afterSequence, CancellationToken ct)
    {
        var caller = Caller.From(Context.User ?? throw new HubException("No session."));
        return await visits.EventsAsync(caller.Tenant, caller.Person, visitId, afterSequence, ct);
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
            // What arrived before the failure is still stored and acknowledged.
            writer.Complete(failure);
        }
    }
}
