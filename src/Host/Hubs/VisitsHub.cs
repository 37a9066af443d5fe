using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Host.Hubs;

/// <summary>The live half of a visit; see <see cref="VisitHub"/> for the contract.</summary>
[Authorize(Policy = Policies.Clinician)]
internal sealed class VisitsHub(VisitDirectory visits, AudioCapture capture, EventStreams streams) : Hub
{
    public async Task UploadAudio(Guid visitId, int channels, IAsyncEnumerable<AudioFrame> frames)
    {
        var caller = Caller.From(Context.User);
        var ct = Context.ConnectionAborted;
        var upload = await capture.OpenAsync(caller.Tenant, caller.Person, visitId, channels, ct);
        await foreach (var group in FrameGroups.ReadAsync(frames, ct))
        {
            var through = await capture.StoreAsync(upload, group, ct);
            await Clients.Caller.SendAsync(VisitHub.AudioAcknowledged, visitId, through, ct);
        }
    }

    public async IAsyncEnumerable<VisitEvent> Events(Guid visitId, long afterSequence, [EnumeratorCancellation] CancellationToken ct)
    {
        var caller = Caller.From(Context.User);
        using var place = streams.Take(Context.ConnectionId, caller);
        await foreach (var visitEvent in await visits.EventsAsync(caller.Tenant, caller.Person, visitId, afterSequence, ct))
        {
            yield return visitEvent;
        }
    }
}
