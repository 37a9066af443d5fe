using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;
using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.App.Layout;
using OnPremLlm.Scribe.App.Visit.Capture;
using OnPremLlm.Scribe.App.Visit.Note;
using OnPremLlm.Scribe.App.Visits;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit;

/// <summary>One visit through all its states, from consent to the purge.</summary>
public sealed partial class VisitPage(IJSRuntime js, NavigationManager navigation, TimeProvider time) : IAsyncDisposable
{
    readonly VisitModel model = new();
    readonly EvidenceFocus evidence = new();
    VisitConnection connection = null!; // made in OnInitializedAsync, before the first render that uses it
    CaptureSession capture = null!; // likewise
    IDisposable? keys;
    string? problem;
    string? sourceProblem;
    string? captureProblem;
    bool busy;
    int wantedChannels = 2;
    bool disposed;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    internal ScribeApi Api { get; set; } = null!; // set by the renderer

    [Inject]
    internal Shortcuts Shortcuts { get; set; } = null!; // set by the renderer

    [Inject]
    internal ISnackbar Snackbar { get; set; } = null!; // set by the renderer

    string Title => model.Detail is { } detail ? $"Visit {VisitText.WhenWithin(detail.Summary.CreatedAt, time)}" : "Visit";

    bool TwoColumns => model.State is VisitState.Transcribing or VisitState.Drafting or VisitState.Review or VisitState.Signed;

    protected override async Task OnInitializedAsync()
    {
        connection = new VisitConnection(navigation, time);
        connection.OnlineChanged += Refresh;
        capture = new CaptureSession(js, Api, connection, time, Id);
        keys = Shortcuts.Add(new() { ["r"] = ToggleRecordingAsync });
        await LoadAsync();
        if (model.Detail is not null)
        {
            _ = connection.FollowAsync(Id, () => model.ResumeAfter, ApplyAsync, RefusedAsync);
        }
    }

    async Task LoadAsync()
    {
        problem = null;
        await QuietLoadAsync();
        if (model.Detail is null)
        {
            problem ??= "The visit could not be loaded.";
        }
    }

    /// <summary>False when the Host could not be asked, so that asking again may help.</summary>
    async Task<bool> QuietLoadAsync()
    {
        var answered = true;
        try
        {
            model.Load(await Api.VisitAsync(Id));
            ForgetEvidence();
            problem = null;
        }
        catch (ApiException e)
        {
            problem = model.Detail is null ? e.Message : problem;
            answered = !e.CanRetry;
        }

        Refresh();
        return answered;
    }

    async Task ApplyAsync(VisitEvent e)
    {
        var readAnew = model.Apply(e);
        ForgetEvidence();
        if (model.State > VisitState.Recording && await capture.StoppedElsewhereAsync() is { } told)
        {
            captureProblem = told;
        }

        // The event does not come again: what it announced is read until it is there.
        if (readAnew)
        {
            while (!await QuietLoadAsync() && !disposed)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }
        }

        Refresh();
    }

    void ForgetEvidence()
    {
        if (model.IsPurged(RecordKind.Transcript))
        {
            evidence.Clear();
        }
    }

    Task RefusedAsync(string sentence)
    {
        problem = sentence;
        Refresh();
        return Task.CompletedTask;
    }

    Task ConsentAsync(ConsentMode mode) => TryAsync(() => Api.ConsentAsync(Id, mode));

    Task WriteAsync(IReadOnlyList<WrittenTurn> turns) => TryAsync(() => Api.WriteTranscriptAsync(Id, new WrittenTranscript { Turns = turns }));

    /// <summary>Goes on where the visit stands still: with the words that are not recognised yet, or with the draft.</summary>
    Task DraftAgainAsync() => TryAsync(() => Api.DraftAgainAsync(Id));

    Task StopElsewhereAsync() => TryAsync(async () => await Api.StopAsync(Id, (await Api.VisitAsync(Id)).NextFrame - 1));

    async Task RecordAsync()
    {
        if (busy || capture.Running)
        {
            return;
        }

        busy = true;
        sourceProblem = null;
        var channels = model.State == VisitState.Recording && model.Detail!.Channels > 0 ? model.Detail.Channels : wantedChannels; // a shown visit has its detail
        if (capture.Microphone is not { Problem: null } || capture.Channels != channels)
        {
            sourceProblem = await capture.OpenMicrophoneAsync(channels, null);
        }

        if (capture.Microphone is { Problem: null })
        {
            sourceProblem = null;
            await TryAsync(async () => await capture.RecordMicrophoneAsync((await Api.VisitAsync(Id)).NextFrame));
        }

        busy = false;
        Refresh();
    }

    Task PlayAsync((double Speed, bool Audible) how) => TryAsync(async () =>
    {
        var recording = WavRecording.Read(await Api.DemonstrationAsync());
        await capture.CloseMicrophoneAsync();
        var next = (await Api.VisitAsync(Id)).NextFrame;
        _ = InvokeAsync(() => PlayToEndAsync(recording, next, how.Speed, how.Audible));
    });

    async Task PlayToEndAsync(WavRecording recording, long nextFrame, double speed, bool audible)
    {
        try
        {
            await capture.PlayDemonstrationAsync(recording, nextFrame, speed, audible ? "demo/visit-1.wav" : null);
            if (!capture.SoundEnded)
            {
                await StopAsync();
            }
        }
        catch (OperationCanceledException) when (disposed)
        {
            // The page was left; what was acknowledged is stored.
        }
    }

    async Task StopAsync()
    {
        (sourceProblem, captureProblem) = (null, null);
        try
        {
            captureProblem = await capture.StopAsync();
        }
        catch (OperationCanceledException) when (disposed)
        {
            return;
        }

        await QuietLoadAsync();
    }

    Task ToggleRecordingAsync() =>
        capture.Running ? (capture.Stopping ? Task.CompletedTask : StopAsync())
        : model.State is VisitState.Ready or VisitState.Recording ? RecordAsync()
        : Task.CompletedTask;

    async Task CopyAsync(NoteDraft note)
    {
        await using var page = await js.InvokeAsync<IJSObjectReference>("import", "./js/page.js");
        try
        {
            await page.InvokeVoidAsync("copy", NoteText.Of(note, time.LocalTimeZone));
            Snackbar.Add("The note is on the clipboard.", Severity.Success);
        }
        catch (JSException)
        {
            Snackbar.Add("The browser refused the clipboard. Select the text and copy it with Ctrl+C.", Severity.Warning);
        }
    }

    // Closing or reloading the tab is asked by the browser (warnBeforeLeaving); this is for links within the app.
    async Task ConfirmLeavingAsync(LocationChangingContext leaving)
    {
        const string question = "This visit is still being recorded. Leave it? The recording stops here; what is stored stays, and you can go on with it from the list of visits.";
        if (capture.Running && !await js.InvokeAsync<bool>("confirm", question))
        {
            leaving.PreventNavigation();
        }
    }

    async Task TryAsync(Func<Task> action)
    {
        busy = true;
        (sourceProblem, captureProblem) = (null, null);
        try
        {
            await action();
            await QuietLoadAsync();
        }
        catch (Exception e) when (e is ApiException or FormatException)
        {
            sourceProblem = e.Message;
        }

        busy = false;
        Refresh();
    }

    void Refresh()
    {
        if (!disposed)
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        keys?.Dispose();
        connection.OnlineChanged -= Refresh;
        await capture.DisposeAsync();
        await connection.DisposeAsync();
    }
}
