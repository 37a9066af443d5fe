using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.App.Visit.Capture;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit;

/// <summary>The hub connection of an open visit page: reconnects for ever, and reads events on where it stopped.</summary>
public sealed class VisitConnection : IAsyncDisposable
{
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    readonly HubConnection hub;
    readonly TimeProvider time;
    readonly CancellationTokenSource ended = new();
    TaskCompletionSource online = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VisitConnection(NavigationManager navigation, TimeProvider time)
    {
        this.time = time;
        hub = new HubConnectionBuilder().WithUrl(navigation.ToAbsoluteUri(VisitHub.Path)).Build();
        hub.ServerTimeout = TimeSpan.FromSeconds(30);
        hub.On<Guid, long>(VisitHub.AudioAcknowledged, (visit, through) => Acknowledged?.Invoke(visit, through));
    }

    public bool Online { get; private set; } = true;
    public event Action? OnlineChanged;
    public event Action<Guid, long>? Acknowledged;

    /// <summary>Runs until disposal. <paramref name="resumeAfter"/> is asked at every connection, <paramref name="apply"/> gets each event in turn.</summary>
    public async Task FollowAsync(Guid visitId, Func<long> resumeAfter, Func<VisitEvent, Task> apply, Func<string, Task> refused)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                if (hub.State == HubConnectionState.Disconnected)
                {
                    await hub.StartAsync(ended.Token);
                }

                SetOnline(true);
                pause = TimeSpan.FromMilliseconds(250);
                await foreach (var e in hub.StreamAsync<VisitEvent>(VisitHub.Events, visitId, resumeAfter(), ended.Token))
                {
                    await apply(e);
                }
            }
            catch (HubException e)
            {
                await refused(HubFailure.Sentence(e));
            }
            catch (Exception e) when (e is not OperationCanceledException || !ended.IsCancellationRequested)
            {
                // The server is away or restarting: nothing is lost, the frames wait in this tab.
            }

            SetOnline(hub.State == HubConnectionState.Connected);
            await PauseAsync(pause);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    /// <summary>
    /// Sends all frames until the uploader is finished and the Host has them all. Answers null then, or the sentence with which the Host
    /// refused for good. <paramref name="nextFrame"/> asks the Host which frame it needs next, at every connection.
    /// </summary>
    public async Task<string?> UploadAsync(Guid visitId, int channels, AudioUploader audio, Func<Task<long>> nextFrame)
    {
        while (!ended.IsCancellationRequested)
        {
            await online.Task.WaitAsync(ended.Token);
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
            try
            {
                var frames = audio.FramesFromAsync(await nextFrame(), attempt.Token);
                await hub.InvokeAsync(VisitHub.UploadAudio, visitId, channels, frames, attempt.Token);
                audio.Acknowledge(audio.LastFrame);
                return null;
            }
            catch (HubException e) when (!HubFailure.CanRetry(e))
            {
                return HubFailure.Sentence(e);
            }
            catch (ApiException e) when (!HubFailure.CanRetry(e))
            {
                return e.Message;
            }
            catch (Exception e) when (e is not OperationCanceledException || !ended.IsCancellationRequested)
            {
                await PauseAsync(TimeSpan.FromMilliseconds(500));
            }
            finally
            {
                // The client goes on reading the frames of a call that has ended until they are taken away from it.
                await attempt.CancelAsync();
            }
        }

        return null;
    }

    Task PauseAsync(TimeSpan length) => Task.Delay(length, time, ended.Token).ContinueWith(static _ => { }, TaskScheduler.Default);

    void SetOnline(bool on)
    {
        if (on)
        {
            online.TrySetResult();
        }
        else if (online.Task.IsCompleted)
        {
            online = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (Online != on)
        {
            Online = on;
            OnlineChanged?.Invoke();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await hub.DisposeAsync();
        ended.Dispose();
    }
}
