using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Remote;

namespace OnPremLlm.Inference.Tests.Remote;

/// <summary>An installation whose only model is answered by a scripted engine over TLS that demands a client certificate.</summary>
internal sealed class RemoteSupervision : IAsyncDisposable
{
    readonly ScriptedSupervision _here = new();

    public static string Id => "far-away";

    public static OwnerId Owner => ScriptedSupervision.Owner;

    public TestAuthority Authority { get; } = new();

    public RecordedLoads Loads => _here.Loads;

    public ILanguageModels Models => _here.Models;

    public ILanguageModel Model => Models.Find(Owner, Id)!; // a missing one fails the test

    public RemoteProbe Probe { get; } = new(new RemoteClient(TimeProvider.System, NullLogger.Instance));

    public ScriptedEngine Engine { get; private set; } = null!; // set by StartAsync

    public RemoteEngine Remote { get; private set; } = null!; // set by StartAsync

    public static async Task<RemoteSupervision> StartAsync(Func<TestAuthority, Task<ScriptedEngine>>? start = null)
    {
        var made = new RemoteSupervision();
        var certificate = made.Authority.Issue();
        made.Engine = await (start?.Invoke(made.Authority) ?? ScriptedEngine.StartAsync(certificate, made.Authority));
        var (own, key) = made.Authority.Save(made.Authority.Issue("onpremllm"));
        made.Change(_ => new() { Endpoint = made.Engine.Endpoint, Model = "far", Authority = made.Authority.File, ClientCertificate = own, ClientKey = key });
        return made;
    }

    /// <summary>Lists the engine anew.</summary>
    public void Change(Func<RemoteEngine, RemoteEngine> change, Func<CatalogModel, CatalogModel>? entry = null)
    {
        Remote = change(Remote);
        var listed = new CatalogModel { Id = Id, Licence = "Apache-2.0", Origin = "a test", TrainingData = "none", ContextTokens = 512, Sequences = 2, Remote = Remote };
        _here.Installation.Install((entry ?? (same => same))(listed));
    }

    public static GenerationRequest Ask(string text = "Hello", int most = 8) => new() { Prompt = new() { Messages = [new("user", text)] }, MaxTokens = most };

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _here.DisposeAsync();
        Authority.Dispose();
    }
}
