using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Postgres;
using Spectre.Console;

namespace OnPremLlm.Host.Tests.Cli;

/// <summary>Each mistake is really made; what comes of it is a sentence that says what is wrong and what to do, and no stack trace.</summary>
[Collection(OneHost.Name)]
public sealed class Messages_for_operators : IDisposable
{
    static readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

    readonly string _folder = Directory.CreateTempSubdirectory("opl-cli-").FullName;
    readonly ScribeHost _host;
    readonly Dictionary<string, Func<Task>> _mistakes;

    public Messages_for_operators(ScribeHost host)
    {
        _host = host;
        _mistakes = new()
        {
            ["no such data folder"] = () => ServeAsync(data: "/nowhere"),
            ["control.json damaged"] = () => ServeAsync(data: Path.GetDirectoryName(Write("control.json", "{"))),
            ["app folder wrong"] = () => ServeAsync(app: "/nowhere"),
            ["model absent"] = () => ServeAsync(model: "/nowhere/model.gguf"),
            ["model is text"] = () => ServeAsync(model: Write("model.gguf", "this is no model")),
            ["model is cut short"] = () => ServeAsync(model: Write("model.gguf", "GGUF")),
            ["model of version 1"] = () => ServeAsync(model: Write("model.gguf", "GGUF\u0001\0\0\0")),
            ["model is a folder"] = () => ServeAsync(model: _folder),
            ["GPU missing"] = () => ServeAsync(app: AppFolder.Path, gpuLayers: 5),
            ["--native wrong"] = () => ServeAsync(app: AppFolder.Path, gpuLayers: 5, native: "/nowhere/linux-x64-cuda"),
            ["port in use"] = ListenTwiceAsync,
            ["port below 1024"] = () => throw new IOException("Failed to bind.", new AggregateException(Denied(), Denied())),
            ["keystore of another Host"] = OpenTwiceAsync,
            ["other root key"] = OpenWithOtherRootAsync,
            ["--postgres with a word for a port"] = () => SetUpAsync("db.example:abc"),
            ["--postgres with a port too large"] = () => SetUpAsync("db.example:70000"),
            ["--postgres without a host"] = () => SetUpAsync(":5432"),
            ["--postgres empty"] = () => SetUpAsync(""),
            ["database down"] = () => SetUpAsync("/nowhere"),
            ["database elsewhere down"] = () => SetUpAsync($"127.0.0.1:{ClosedPort()}"),
            ["superuser's password wrong"] = () => SetUpAsync(PrivatePostgres.Shared.SocketFolder, "wrong"),
            ["superuser's password empty"] = () => SetUpAsync("/nowhere", ""),
            ["first password too short"] = () => Listing.AddPersonAsync(host.Folder, new NewPerson("new@north.test", "New", "clinician", "North", Write("password", "short")), _console, default),
            ["no such clinic"] = () => Listing.AddPersonAsync(host.Folder, new NewPerson("new@north.test", "New", "clinician", "West", Write("password", "short")), _console, default),
        };
    }

    [Theory]
    [InlineData("no such data folder", "There are no control settings /nowhere/control.json. Name the installation's data folder")]
    [InlineData("control.json damaged", "control.json are damaged. Write them again with: onpremllm setup")]
    [InlineData("app folder wrong", "The file /nowhere/worker/OnPremLlm.Inference.Worker.dll is missing.")]
    [InlineData("model absent", "There is no model file /nowhere/model.gguf.")]
    [InlineData("model is text", "is no GGUF file")]
    [InlineData("model is cut short", "is no GGUF file")]
    [InlineData("model of version 1", "has GGUF version 1; versions 2 and 3 (little endian) are supported.")]
    [InlineData("model is a folder", "cannot be read (UnauthorizedAccessException).")]
    [InlineData("GPU missing", "finds none, only: CPU: ")]
    [InlineData("GPU missing", "The Host has not started. Give the package for the GPU with --native")]
    [InlineData("--native wrong", "cannot read /nowhere")]
    [InlineData("port in use", "The port is in use. Stop what uses it, or choose another with --port.")]
    [InlineData("port below 1024", "This account may not use the port. Choose one above 1023 with --port.")]
    [InlineData("keystore of another Host", "are in use by another process. One Host works on a keystore at a time")]
    [InlineData("other root key", "is not the one of the keystore")]
    [InlineData("--postgres with a word for a port", "--postgres db.example:abc is no address of a database.")]
    [InlineData("--postgres with a port too large", "--postgres db.example:70000 is no address of a database.")]
    [InlineData("--postgres without a host", "--postgres :5432 is no address of a database.")]
    [InlineData("--postgres empty", "is no address of a database.")]
    [InlineData("database down", "The database does not answer. Start it")]
    [InlineData("database elsewhere down", "The database does not answer. Start it")]
    [InlineData("superuser's password wrong", "The database refused the password.")]
    [InlineData("superuser's password empty", "is empty. Write the PostgreSQL superuser's password there.")]
    [InlineData("first password too short", "12 characters")]
    [InlineData("no such clinic", "There is no clinic \"West\".")]
    public async Task Say_what_is_wrong(string mistake, string sentence)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => _mistakes[mistake]());

        var message = Failures.Explain(failure);

        Assert.True(message?.Contains(sentence, StringComparison.Ordinal), $"{mistake}: {message ?? failure.ToString()}");
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_upgrade_without_its_setup_say_what_to_run() => Assert.Equal(
        "The database is of an earlier release than this program. Run onpremllm setup once (it keeps all data), then run this again.",
        Failures.Explain(new Npgsql.PostgresException("relation \"control.tenant_limits\" does not exist", "ERROR", "ERROR", "42P01")));

    [Theory]
    [InlineData("db.example:6432", "db.example", 6432)]
    [InlineData("db.example", "db.example", 5432)]
    [InlineData("[fd00::1]:6432", "fd00::1", 6432)]
    [InlineData("/run/postgres:ql", "/run/postgres:ql", 5432)]
    public void An_address_of_a_database_is_a_folder_or_a_host_with_or_without_a_port(string address, string name, int port) =>
        Assert.Equal((name, port), PostgresAddress.Parse(address));

    [Fact]
    public async Task The_program_ends_with_1_and_one_line_and_makes_no_folder()
    {
        var data = Path.Combine(_folder, "wrong");

        var (code, error) = await RunAsync("serve", "--data", data);

        Assert.Equal((1, 1), (code, error.TrimEnd().Split('\n').Length));
        Assert.StartsWith($"onpremllm: There are no control settings {data}/control.json.", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task The_program_says_of_a_wrong_model_before_it_serves()
    {
        var (code, error) = await RunAsync("serve", "--data", _host.Folder, "--app", App(), "--model", "/nowhere/model.gguf");

        Assert.Equal((1, "onpremllm: There is no model file /nowhere/model.gguf. Name a GGUF file with --model, or a model of the list (onpremllm models list), or leave it out for the demonstration model.\n"), (code, error));
    }

    [Fact]
    public async Task The_program_does_not_start_on_the_keystore_of_another_Host()
    {
        var (code, error) = await RunAsync("serve", "--data", _host.Folder, "--app", App(), "--port", "0");

        Assert.Equal((1, 1), (code, error.TrimEnd().Split('\n').Length));
        Assert.Contains("One Host works on a keystore at a time", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    Task ServeAsync(string? data = null, string? app = null, string? model = null, int gpuLayers = 0, string? native = null) =>
        ServeChecks.RunAsync(new ServeOptions { DataFolder = data ?? _host.Folder, AppFolder = app ?? App(), ModelFile = model, GpuLayers = gpuLayers, NativeFolder = native }, default);

    /// <summary>An app folder as far as a start looks at it.</summary>
    string App()
    {
        foreach (var file in Features.NeededFiles(new ServeOptions { DataFolder = _host.Folder, AppFolder = _folder }))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // each is below the folder
            var real = Path.Combine(Repository.Root, Path.GetRelativePath(_folder, file));
            File.WriteAllText(file, File.Exists(real) ? File.ReadAllText(real) : "");
        }

        return _folder;
    }

    static async Task ListenTwiceAsync()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(((IPEndPoint)taken.LocalEndpoint).Port));
        await using var app = builder.Build();
        await app.StartAsync();
    }

    async Task OpenTwiceAsync()
    {
        using var second = new Keystore(new KeystoreOptions { Folder = _host.Layout.Keystore, RootKeyFile = _host.Layout.RootKeyFile });
        await second.GetTenantSecretAsync(_host.North.Id, "second", default);
    }

    async Task OpenWithOtherRootAsync()
    {
        var options = new KeystoreOptions { Folder = Path.Combine(_folder, "keystore"), RootKeyFile = Path.Combine(_folder, "one", "root.key") };
        await Keystore.CreateRootAsync(options.RootKeyFile, default);
        using (var keystore = new Keystore(options))
        {
            await keystore.CreateTenantAsync(new TenantId(Guid.NewGuid()), default);
        }

        options.RootKeyFile = Path.Combine(_folder, "other", "root.key");
        await Keystore.CreateRootAsync(options.RootKeyFile, default);
        using var other = new Keystore(options);
    }

    async Task SetUpAsync(string postgres, string password = "secret")
    {
        await using var provisioning = new Provisioning(Path.Combine(_folder, "data"), postgres, Write("superuser.password", password), _console);
        await provisioning.SetUpAsync(default);
    }

    string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    static SocketException Denied() => new((int)SocketError.AccessDenied);

    static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ScribeHost.HostProgram, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, error);
    }
}
