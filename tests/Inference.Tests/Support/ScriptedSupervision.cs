using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace OnPremLlm.Inference.Tests.Support;

/// <summary>A supervisor over scripted workers with a clock that the test moves.</summary>
internal sealed class ScriptedSupervision : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-model-").FullName;

    public ScriptedSupervision()
    {
        var model = Path.Combine(_folder, "model.gguf");
        File.WriteAllText(model, "not read by scripted workers");
        Options = new() { WorkerProgram = "/scripted", NativeFolder = _folder, SpeechModelsFolder = _folder, ModelFile = model };
        Options.InstalledCatalogFile = Installation.Catalog;
        var catalogs = new ModelCatalogs(Options, NullLogger.Instance);
        Supervisor = new(Options, catalogs, Launcher, Loads, Time, Log);
        Model = new WorkerLanguageModel(Supervisor, catalogs, catalogs.Drafting);
        var maker = new LanguageModelMaker(catalogs, Supervisor, new RemoteClient(TimeProvider.System, NullLogger.Instance), new RemoteLoads(Loads), Options, Time);
        Models = new LocalLanguageModels(catalogs, maker, Model);
        Recognizer = new WorkerSpeechRecognizer(Supervisor);
    }

    public static OwnerId Owner { get; } = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));

    public static OwnerId OtherOwner { get; } = new(Guid.Parse("22222222-2222-2222-2222-222222222222"));

    public FakeTimeProvider Time { get; } = new();

    public ScriptedLauncher Launcher { get; } = new();

    public InferenceOptions Options { get; }

    public WorkerSupervisor Supervisor { get; }

    public RecordedLog Log { get; } = new();

    public Installation Installation { get; } = new();

    public RecordedLoads Loads { get; } = new();

    public ILanguageModel Model { get; }

    public ILanguageModels Models { get; }

    public ISpeechRecognizer Recognizer { get; }

    public async ValueTask DisposeAsync()
    {
        await Supervisor.DisposeAsync();
        await Launcher.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Installation.Dispose();
    }
}

/// <summary>What supervision logged.</summary>
internal sealed class RecordedLog : ILogger<WorkerSupervisor>
{
    public ConcurrentQueue<(LogLevel Level, int Event, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}

/// <summary>What was entered in ledgers; fails once when told to.</summary>
internal sealed class RecordedLoads : IModelLoads
{
    readonly List<ModelLoad> _entered = [];

    public Exception? FailsOnce { get; set; }

    public IReadOnlyList<ModelLoad> Entered
    {
        get
        {
            lock (_entered)
            {
                return [.. _entered];
            }
        }
    }

    public Task EnterAsync(ModelLoad load, CancellationToken ct)
    {
        if (FailsOnce is { } failure)
        {
            FailsOnce = null;
            return Task.FromException(failure);
        }

        lock (_entered)
        {
            _entered.Add(load);
        }

        return Task.CompletedTask;
    }
}

internal static class Requests
{
    public static GenerationRequest Short { get; } = Of("Doctor: Good morning.", 8);

    public static GenerationRequest Of(string text, int maxTokens) => new() { Prompt = new() { Parts = [new PromptPart.Text(text)] }, MaxTokens = maxTokens };

    public static async Task<string> TextAsync(this ILanguageModel model, OwnerId owner, GenerationRequest? request = null)
    {
        var text = "";
        await foreach (var update in model.GenerateAsync(owner, request ?? Short, CancellationToken.None))
        {
            text += update is GenerationUpdate.Text piece ? piece.Value : "";
        }

        return text;
    }

    public static async Task<InferenceException> FailsAsync(this ILanguageModel model, OwnerId owner, GenerationRequest? request = null) =>
        await Assert.ThrowsAsync<InferenceException>(() => model.TextAsync(owner, request));
}
