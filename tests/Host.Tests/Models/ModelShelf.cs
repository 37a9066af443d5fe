using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Cli.Models;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.TestSupport.Gguf;
using Spectre.Console;

namespace OnPremLlm.Host.Tests.Models;

/// <summary>The commands about models on the installation of a Host that is running, with small models to add.</summary>
internal sealed class ModelShelf : IDisposable
{
    readonly ScribeHost _host;
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opl-shelf-");
    readonly StringWriter _output = new();

    public ModelShelf(ScribeHost host)
    {
        _host = host;
        // Workers' accounts read what is added in place.
        System.IO.File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }

    public string Output => _output.ToString();

    public string Catalog => new HostLayout(_host.Folder).ModelCatalog;

    ServeOptions Options => new() { DataFolder = _host.Folder, AppFolder = AppFolder.Path };

    public void Dispose()
    {
        _output.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A model as it comes on a stick; the same seed gives the same file.</summary>
    public string File(ulong seed = 1) => RandomModel.Write(Path.Combine(_folder.FullName, $"random-{seed}.gguf"), new() { Seed = seed, ChatTemplate = RandomModelOptions.ChatMl });

    public IReadOnlyList<string> Split() => RandomModel.WriteSplit(_folder.FullName, "split", new() { Seed = 7 }, 2);

    public static CatalogModel Entry(string id) => new() { Id = id, Licence = "Apache-2.0", Origin = "a test", TrainingData = "random numbers" };

    public Task<int> AddAsync(string id, Func<AskedModel, AskedModel>? change = null) =>
        AddAsync((change ?? (asked => asked))(new AskedModel { Path = File(), Entry = Entry(id) }));

    public Task<int> AddAsync(AskedModel asked) => new ModelAddition(Options, Console()).RunAsync(asked, default);

    public Task<int> AddRemoteAsync(string id, RemoteEngine engine, Func<AskedRemote, AskedRemote>? change = null) =>
        new RemoteAddition(Options, Console()).RunAsync((change ?? (asked => asked))(new() { Entry = Entry(id), Engine = engine }), default);

    public Task<int> VerifyAsync(string? id) => ModelDesk.VerifyAsync(Options, id, Console(), default);

    public Task<int> RemoveAsync(string id, Func<string, bool>? confirm = null) => ModelDesk.RemoveAsync(Options, id, confirm, Console());

    public Task<int> BenchAsync(string id) => ModelBench.RunAsync(Options, id, Console(), default);

    public async Task<string> LineAsync(string id)
    {
        var before = Output.Length;
        await ModelDesk.ListAsync(Options, Console(), default);
        return Output[before..].Split('\n').Single(line => line.StartsWith($"{id} ", StringComparison.Ordinal));
    }

    public static async Task<string> RefusedAsync(Func<Task> command) =>
        Failures.Explain(await Assert.ThrowsAnyAsync<Exception>(command)) ?? throw new InvalidOperationException("The failure is not explained.");

    IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });
}
