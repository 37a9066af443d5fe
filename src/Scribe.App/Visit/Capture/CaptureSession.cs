using Microsoft.JSInterop;
using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>What the visit's sound comes from.</summary>
public enum AudioSource
{
    Microphone,
    Demonstration,
}

/// <summary>One recording in this tab: from the microphone or the demonstration file through the uploader to the Host.</summary>
public sealed class CaptureSession(IJSRuntime js, ScribeApi api, VisitConnection connection, TimeProvider time, Guid visitId) : IAsyncDisposable
{
    /// <summary>How long the sound that was recorded last may take to the Host after the page was left.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource ended = new();
    IJSObjectReference? capture;
    IJSObjectReference? page;
    DotNetObjectReference<CaptureSession>? self;
    AudioUploader? audio;
    SilenceWatch? silence;
    Task? upload;
    Task<string?>? stop;
    int channels;

    public event Action? Changed;

    public bool Running { get; private set; }
    public bool Stopping { get; private set; }
    public bool MicrophoneIsLost { get; private set; }

    /// <summary>Why the Host takes no more sound of this recording, in plain words; nothing is recorded any more then. Null while it does.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Why the end of the recording has not been taken yet; it is tried again.</summary>
    public string? StopTrouble { get; private set; }

    /// <summary>No sound is added any more.</summary>
    public bool SoundEnded => audio?.Finished ?? false;
    public AudioSource Source { get; private set; }
    public OpenedMicrophone? Microphone { get; private set; }
    public TimeSpan Waiting => audio?.Waiting ?? TimeSpan.Zero;
    public TimeSpan Recorded => TimeSpan.FromMilliseconds(((audio?.LastFrame ?? -1) + 1) * (double)AudioFrame.Milliseconds);
    public IReadOnlyList<int> SilentChannels => silence?.Silent ?? [];
    public int Channels => channels;

    /// <summary>Opens the microphone for a level check; nothing is recorded yet. Answers a problem in plain words, or null.</summary>
    public async Task<string?> OpenMicrophoneAsync(int wantedChannels, string? deviceId)
    {
        capture ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/capture.js");
        self ??= DotNetObjectReference.Create(this);
        Microphone = await capture.InvokeAsync<OpenedMicrophone>("start", self, wantedChannels, deviceId);
        channels = wantedChannels;
        silence = new SilenceWatch(channels);
        MicrophoneIsLost = Running && Microphone.Problem is not null;
        Changed?.Invoke();
        return Microphone.Problem;
    }

    public async Task CloseMicrophoneAsync()
    {
        Microphone = null;
        if (capture is not null)
        {
            await capture.InvokeVoidAsync("pause");
        }
    }

    public async Task RecordMicrophoneAsync(long nextFrame)
    {
        Source = AudioSource.Microphone;
        await BeginAsync(nextFrame);
        await capture!.InvokeVoidAsync("record"); // OpenMicrophoneAsync came first: the button is disabled before
    }

    /// <summary>Streams the recording at 1 to 8 times its speed, from where the Host has it.</summary>
    public async Task PlayDemonstrationAsync(WavRecording recording, long nextFrame, double speed, string? audibleAddress)
    {
        Source = AudioSource.Demonstration;
        channels = recording.Channels;
        await BeginAsync(nextFrame);
        if (audibleAddress is not null)
        {
            await page!.InvokeVoidAsync("play", audibleAddress, nextFrame * AudioFrame.Milliseconds / 1000.0, speed); // set by BeginAsync
        }

        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(AudioFrame.Milliseconds / speed), time);
        for (var i = (int)nextFrame; i < recording.FrameCount && !SoundEnded && !ended.IsCancellationRequested; i++)
        {
            audio!.Add(recording.Frame(i)); // set by BeginAsync
            Changed?.Invoke();
            await pace.WaitForNextTickAsync(ended.Token);
        }
    }

    /// <summary>
    /// Ends the recording, waits until every frame is stored, and tells the Host. Answers in plain words what was refused, or null. Nothing
    /// runs on this page afterwards: whether the recording has ended is what the visit's state says.
    /// </summary>
    public Task<string?> StopAsync() => Running && !Stopping ? stop = StopOnceAsync() : Task.FromResult<string?>(null);

    async Task<string?> StopOnceAsync()
    {
        Stopping = true;
        Changed?.Invoke();
        try
        {
            await EndSoundAsync("stop");
            await upload!; // a running session has one
            await TellStoppedAsync();
            return Refusal is null ? null : $"The last part of this recording is not stored: {Refusal}";
        }
        catch (ApiException e)
        {
            return e.Message;
        }
        finally
        {
            (Running, Stopping, StopTrouble) = (false, false, null);
            await page!.InvokeVoidAsync("warnBeforeLeaving", false); // a running session has imported it
            Changed?.Invoke();
        }
    }

    [JSInvokable]
    public void FrameCaptured(byte[] pcm, double[] peaks)
    {
        silence?.Frame(peaks, TimeSpan.FromMilliseconds(AudioFrame.Milliseconds));
        if (!SoundEnded)
        {
            audio?.Add(pcm);
        }

        Changed?.Invoke();
    }

    /// <summary>200 ms of a microphone that is only being checked.</summary>
    [JSInvokable]
    public void LevelsHeard(double[] peaks) => silence?.Frame(peaks, TimeSpan.FromMilliseconds(AudioFrame.Milliseconds));

    [JSInvokable]
    public void MicrophoneLost()
    {
        MicrophoneIsLost = true;
        Changed?.Invoke();
    }

    /// <summary>Goes on with another microphone in the same recording.</summary>
    public async Task<string?> ReplaceMicrophoneAsync(string? deviceId)
    {
        if (await OpenMicrophoneAsync(channels, deviceId) is { } problem)
        {
            return problem;
        }

        await capture!.InvokeVoidAsync("record"); // just opened
        return null;
    }

    /// <summary>The visit was stopped from another page: nothing is recorded here any more. Answers what to tell, or null where nothing ran.</summary>
    public async Task<string?> StoppedElsewhereAsync()
    {
        if (!Running || Stopping)
        {
            return null;
        }

        var waiting = Waiting;
        await EndSoundAsync("pause");
        Running = false;
        await page!.InvokeVoidAsync("warnBeforeLeaving", false); // a running session has imported it
        Changed?.Invoke();
        return $"The recording was stopped from another page{(waiting > TimeSpan.Zero ? $"; the last {Math.Ceiling(waiting.TotalSeconds):0} s that were recorded here may not be in it" : "")}.";
    }

    async Task BeginAsync(long nextFrame)
    {
        page ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/page.js");
        audio = new AudioUploader(nextFrame);
        silence = new SilenceWatch(Source == AudioSource.Microphone ? channels : 0);
        connection.Acknowledged -= Acknowledge;
        connection.Acknowledged += Acknowledge;
        (Running, Refusal) = (true, null);
        await page.InvokeVoidAsync("warnBeforeLeaving", true);
        upload = UploadAsync(audio);
        Changed?.Invoke();
    }

    async Task UploadAsync(AudioUploader sound)
    {
        Refusal = await connection.UploadAsync(visitId, channels, sound, async () => (await api.VisitAsync(visitId, ended.Token)).NextFrame);
        if (Refusal is not null)
        {
            // A page that still showed levels and a running time would say that it records.
            await EndSoundAsync("pause");
            Changed?.Invoke();
        }
    }

    async Task EndSoundAsync(string how)
    {
        await page!.InvokeVoidAsync("silence"); // a running session has imported it
        if (Source == AudioSource.Microphone && capture is not null)
        {
            Microphone = null;
            await capture.InvokeVoidAsync(how);
        }

        audio!.Finish(); // a running session has one
    }

    async Task TellStoppedAsync()
    {
        while (true)
        {
            try
            {
                if (await LastFrameAsync() is { } last)
                {
                    await api.StopAsync(visitId, last, ended.Token);
                }

                return;
            }
            catch (ApiException e) when (e.CanRetry || e.Code is ApiException.SignedOut)
            {
                StopTrouble = e.Message;
                Changed?.Invoke();
                await Task.Delay(TimeSpan.FromSeconds(1), time, ended.Token);
            }
        }
    }

    /// <summary>The recording's last frame: after a refusal the last one that is stored. Null where that leaves nothing to stop.</summary>
    async Task<long?> LastFrameAsync()
    {
        if (Refusal is null)
        {
            return audio!.LastFrame; // a running session has one
        }

        var visit = await api.VisitAsync(visitId, ended.Token);
        return visit.Summary.State == VisitState.Recording ? visit.NextFrame - 1 : null;
    }

    void Acknowledge(Guid visit, long through)
    {
        if (visit == visitId)
        {
            audio?.Acknowledge(through);
            Changed?.Invoke();
        }
    }

    /// <summary>The page is left. The recording may go on from another one, so it is not ended; what was recorded here is still handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (page is not null)
        {
            await page.InvokeVoidAsync("silence");
            await page.InvokeVoidAsync("warnBeforeLeaving", false);
        }

        if (capture is not null)
        {
            await capture.InvokeVoidAsync("pause");
        }

        audio?.Finish();
        if (upload is not null && connection.Online)
        {
            await Task.WhenAny(Task.WhenAll(upload, stop ?? Task.CompletedTask), Task.Delay(Farewell, time));
        }

        connection.Acknowledged -= Acknowledge;
        await ended.CancelAsync();
        self?.Dispose();
        ended.Dispose();
    }
}

/// <summary>What capture.js answers.</summary>
public sealed record OpenedMicrophone
{
    public string? Problem { get; init; }
    public string Device { get; init; } = "";

    /// <summary>Channels that the device really gives.</summary>
    public int Channels { get; init; }
    public IReadOnlyList<MicrophoneDevice> Devices { get; init; } = [];
}

public sealed record MicrophoneDevice
{
    public required string Id { get; init; }
    public required string Label { get; init; }
}
