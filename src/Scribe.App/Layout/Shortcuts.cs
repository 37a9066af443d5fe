using Microsoft.JSInterop;

namespace OnPremLlm.Scribe.App.Layout;

/// <summary>
/// Keys that work anywhere on a page. Single letters act only outside input fields and can be switched off (WCAG 2.1.4).
/// The page that is shown last is asked first.
/// </summary>
internal sealed class Shortcuts(IJSRuntime js) : IAsyncDisposable
{
    readonly List<Dictionary<string, Func<Task>>> scopes = [];
    DotNetObjectReference<Shortcuts>? self;
    IJSObjectReference? module;

    public bool SingleKeys { get; private set; } = true;

    public async Task StartAsync()
    {
        if (module is not null)
        {
            return;
        }

        module = await js.InvokeAsync<IJSObjectReference>("import", "./js/page.js");
        self = DotNetObjectReference.Create(this);
        SingleKeys = await module.InvokeAsync<bool>("listen", self);
    }

    /// <summary>Keys are "n", "r", "?" or "ctrl+enter".</summary>
    public IDisposable Add(Dictionary<string, Func<Task>> keys)
    {
        scopes.Add(keys);
        return new Scope(() => scopes.Remove(keys));
    }

    [JSInvokable]
    public async Task PressedAsync(string key)
    {
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].TryGetValue(key, out var action))
            {
                await action();
                return;
            }
        }
    }

    public async Task SetSingleKeysAsync(bool on)
    {
        SingleKeys = on;
        if (module is not null)
        {
            await module.InvokeVoidAsync("setSingleKeys", on);
        }
    }

    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        if (module is not null)
        {
            await module.DisposeAsync();
        }
    }

    sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
