using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Transcription;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Capture;

/// <summary>
/// Takes in audio: checks each frame, stores what arrived together in one transaction, and only then is it acknowledged. Refused
/// frames change nothing; a frame that is durable already is acknowledged again.
/// </summary>
public sealed class AudioCapture
{
    readonly VisitDirectory _visits;
    readonly VisitSessions _sessions;
    readonly FrameLog _frames;
    readonly Transcriber _transcriber;

    internal AudioCapture(VisitDirectory visits, VisitSessions sessions, FrameLog frames, Transcriber transcriber) =>
        (_visits, _sessions, _frames, _transcriber) = (visits, sessions, frames, transcriber);

    /// <summary>Checks that this clinician may record into the visit with so many channels (1 or 2), before any frame is read.</summary>
    public async Task<AudioUpload> OpenAsync(TenantId tenant, PersonId clinician, Guid visit, int channels, CancellationToken ct)
    {
        if (channels is not (1 or 2))
        {
            throw new ScribeException(HubErrors.ChannelsInvalid, $"{channels} channels were announced; 1 and 2 are possible (left the clinician, right the patient).");
        }

        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        await session.ChangeAsync(
            (encounter, _) =>
            {
                Admit(encounter, channels);
                return Task.CompletedTask;
            },
            ct);
        return new AudioUpload(session.Tenant, session.Visit, channels);
    }

    /// <summary>Stores the frames, all or none. Returns the sequence number through which everything is durable (-1: nothing yet).</summary>
    public async Task<long> StoreAsync(AudioUpload upload, IReadOnlyList<AudioFrame> frames, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(frames);
        var session = _sessions.Get(upload.Tenant, upload.Visit);
        await session.Gate.WaitAsync(ct);
        try
        {
            var fresh = FrameRules.Fresh(frames, await _frames.NextAsync(session, ct), upload.Channels, session.ShortFrameStored);
            if (fresh.Count > 0)
            {
                await session.ChangeLockedAsync((encounter, _) => BeginAsync(encounter, upload.Channels), ct);
                await _frames.AppendAsync(session, fresh, ct);
                session.ShortFrameStored = fresh[^1].Content.Length < AudioFrame.BytesPerChannel * upload.Channels;
                _transcriber.FramesArrived(session, upload.Channels);
            }

            return await _frames.NextAsync(session, ct) - 1;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>Ends capture. Refused while frames up to <paramref name="lastFrame"/> are missing, so that nothing is cut off silently.</summary>
    public async Task StopAsync(TenantId tenant, PersonId clinician, Guid visit, long lastFrame, CancellationToken ct)
    {
        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        var encounter = await session.ChangeAsync(
            async (encounter, _) =>
            {
                var next = await _frames.NextAsync(session, ct);
                if (!HasStopped(encounter, lastFrame))
                {
                    Stop(encounter, next, lastFrame);
                }
            },
            ct);
        session.SignalAdvanced();
        if (encounter.State is VisitState.Transcribing)
        {
            _transcriber.EnsureRunning(session, encounter.Channels);
        }
    }

    // Stopping again where it was stopped changes nothing: the first answer may have been lost.
    static bool HasStopped(Encounter encounter, long lastFrame) =>
        encounter.State is not (VisitState.AwaitingConsent or VisitState.Ready or VisitState.Recording) && encounter.LastFrame == lastFrame;

    static void Admit(Encounter encounter, int channels)
    {
        if (encounter.State is VisitState.AwaitingConsent)
        {
            throw new ScribeException(HubErrors.ConsentMissing, "No consent is recorded for this visit, so nothing may be captured. Record the consent first.");
        }

        if (encounter.State is not (VisitState.Ready or VisitState.Recording))
        {
            throw new ScribeException(HubErrors.NotRecording, "Capture of this visit has ended; it takes no more sound. Start a new visit to record more.");
        }

        if (encounter.Channels != 0 && encounter.Channels != channels)
        {
            throw new ScribeException(HubErrors.ChannelsInvalid, $"This recording has {encounter.Channels} channel(s); it cannot go on with {channels}.");
        }
    }

    static Task BeginAsync(Encounter encounter, int channels)
    {
        Admit(encounter, channels);
        encounter.State = VisitState.Recording;
        encounter.Channels = channels;
        return Task.CompletedTask;
    }

    static void Stop(Encounter encounter, long next, long lastFrame)
    {
        if (encounter.State is not (VisitState.Ready or VisitState.Recording))
        {
            throw VisitErrors.WrongState(encounter.State, "a visit that is being recorded");
        }

        if (lastFrame >= next)
        {
            throw new ScribeException(HubErrors.FramesMissing, $"Frames {next} to {lastFrame} have not arrived. Send them, then stop again.");
        }

        if (lastFrame < next - 1)
        {
            throw new ScribeException(HubErrors.Invalid, $"Frame {lastFrame} was named as the last, but {next - 1} is stored already. Stop with {next - 1}.");
        }

        encounter.LastFrame = lastFrame;
        encounter.RecordedMs = (lastFrame + 1) * AudioFrame.Milliseconds;
        encounter.State = VisitState.Transcribing;
    }
}

/// <summary>A recording that may be written to; made by <see cref="AudioCapture.OpenAsync"/> only.</summary>
public sealed class AudioUpload
{
    internal AudioUpload(TenantId tenant, EncounterId visit, int channels) => (Tenant, Visit, Channels) = (tenant, visit, channels);

    public int Channels { get; }

    internal TenantId Tenant { get; }

    internal EncounterId Visit { get; }
}
