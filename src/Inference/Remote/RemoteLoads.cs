using System.Collections.Concurrent;

namespace OnPremLlm.Inference;

/// <summary>Has it entered in each owner's ledger that a remote engine is used, before the first request leaves, and again after its entry changed. Thread-safe.</summary>
internal sealed class RemoteLoads(IModelLoads? loads)
{
    /// <summary>What stands in the ledger instead of an engine's name: which program answers over there is not known here.</summary>
    public const string Engine = "openai-compatible";

    readonly Lock _gate = new();
    readonly Dictionary<(OwnerId Owner, string Model), (RemoteEngine Engine, Task Entered)> _entered = [];

    /// <summary>Waits for the entry. One that failed is begun again by the next request.</summary>
    public Task EnterAsync(OwnerId owner, SelectedModel model, RemoteEngine engine, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!_entered.TryGetValue((owner, model.Id), out var known) || known.Engine != engine || known.Entered.IsFaulted || known.Entered.IsCanceled)
            {
                _entered[(owner, model.Id)] = known = (engine, EnterAsync(owner, model, engine.Address));
            }

            return known.Entered.WaitAsync(ct);
        }
    }

    // Not cancelled with the request that began it: others may wait for the same entry.
    async Task EnterAsync(OwnerId owner, SelectedModel model, RemoteAddress address)
    {
        try
        {
            await (loads?.EnterAsync(
                new() { Owner = owner, ModelId = model.Id, Sha256 = null, Engine = Engine, EngineVersion = "v1", Isolation = IsolationMode.Remote, Remote = address }, CancellationToken.None) ?? Task.CompletedTask);
        }
        catch (Exception fault) when (fault is not InferenceException)
        {
            throw new InferenceException(InferenceFailure.WorkerUnavailable, $"That the remote engine of {model.Id} is used could not be entered in the clinic's ledger ({fault.GetType().Name}), and without the entry nothing is sent. Look after the ledger's folder and its disk, then try again.", fault);
        }
    }
}
