using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Note;

internal enum SaveState
{
    Saved,
    Waiting,
    Saving,
    /// <summary>The Host has a newer version; the clinician chooses.</summary>
    Conflict,
    /// <summary>Could not be saved; tried again by itself.</summary>
    Failed,
}

/// <summary>Saves the note shortly after the last change, one save at a time. A failure keeps everything on the page and is tried again.</summary>
internal sealed class NoteAutosave : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    readonly ScribeApi api;
    readonly NoteEditor editor;
    readonly Guid visitId;
    readonly ITimer timer;
    readonly Func<Func<Task>, Task> onPage;
    Task saving = Task.CompletedTask;

    /// <summary><paramref name="onPage"/> runs a callback where the page's state may be touched.</summary>
    public NoteAutosave(ScribeApi api, NoteEditor editor, Guid visitId, TimeProvider time, Func<Func<Task>, Task> onPage)
    {
        (this.api, this.editor, this.visitId, this.onPage) = (api, editor, visitId, onPage);
        timer = time.CreateTimer(_ => this.onPage(FlushAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event Action? Changed;

    public SaveState State { get; private set; }
    public string? Problem { get; private set; }

    /// <summary>On a conflict: the version that the Host has.</summary>
    public NoteDraft? Theirs { get; private set; }

    public void Touch()
    {
        if (State != SaveState.Conflict)
        {
            Set(SaveState.Waiting, null);
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Saves now what is unsaved; returns when that is done or has failed (see <see cref="State"/>).</summary>
    public async Task FlushAsync()
    {
        await saving;
        if (editor.HasUnsaved && State != SaveState.Conflict)
        {
            await (saving = SaveAsync());
        }
    }

    /// <summary>The conflict is settled for what is on this page.</summary>
    public async Task KeepMineAsync()
    {
        editor.KeepMineOver(Theirs ?? throw new InvalidOperationException("There is no conflict to settle."));
        Theirs = null;
        Set(SaveState.Waiting, null);
        await FlushAsync();
    }

    /// <summary>The conflict is settled for what the Host has.</summary>
    public void TakeTheirs()
    {
        editor.Load(Theirs ?? throw new InvalidOperationException("There is no conflict to settle."));
        Theirs = null;
        Set(SaveState.Saved, null);
    }

    async Task SaveAsync()
    {
        var pending = editor.BeginSave();
        Set(SaveState.Saving, null);
        try
        {
            pending.Complete(await api.SaveDraftAsync(visitId, pending.Request));
            Set(editor.HasUnsaved ? SaveState.Waiting : SaveState.Saved, null);
            if (editor.HasUnsaved)
            {
                timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
        catch (ApiException e) when (e.Code == HubErrors.VersionConflict)
        {
            await ConflictAsync();
        }
        catch (ApiException e)
        {
            Set(SaveState.Failed, e.Message);
            if (e.Code is ApiException.Unreachable or ApiException.SignedOut or HubErrors.EngineUnavailable)
            {
                timer.Change(RetryPause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Asks the Host for its version, so that the clinician can choose.</summary>
    public async Task ConflictAsync()
    {
        try
        {
            Theirs = (await api.VisitAsync(visitId)).Draft;
            Set(Theirs is null ? SaveState.Failed : SaveState.Conflict, Theirs is null ? "The note was signed somewhere else. Your text is still on this page; copy what you need." : null);
        }
        catch (ApiException e)
        {
            Set(SaveState.Failed, e.Message);
            timer.Change(RetryPause, Timeout.InfiniteTimeSpan);
        }
    }

    void Set(SaveState state, string? problem)
    {
        (State, Problem) = (state, problem);
        Changed?.Invoke();
    }

    public void Dispose() => timer.Dispose();
}
