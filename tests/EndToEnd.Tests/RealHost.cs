using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>
/// The whole installation as quickstart makes it, in a folder of its own: private PostgreSQL, keys, two clinics, the Host as a process, its
/// workers with the real engines. Made once for the tests of a class.
/// </summary>
public sealed partial class RealHost : IAsyncLifetime
{
    /// <summary>How long a start may take on a busy machine, until a test fails instead of waiting for ever.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    readonly string data = Path.Combine(Path.GetTempPath(), "opl-e2e-" + Path.GetRandomFileName());
    readonly ConcurrentQueue<string> log = new();
    int port; // 0 until the first start, which takes a free one; later starts use it again
    Process? host;

    /// <summary>More options of <c>onpremllm serve</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Files of models that IT adds before the first start, by the ids that they get.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>The Host's first and last log lines; they hold ids, counts and durations only.</summary>
    public string Log => string.Join('\n', [.. log.Take(40), "…", .. log.TakeLast(10)]);

    /// <summary>The folder of the private cluster, with its socket in run/ and the superuser's password.</summary>
    public string Postgres => Path.Combine(data, "postgres");

    string App => Path.Combine(data, "app");

    /// <summary>The process of the Host; throws when none runs.</summary>
    Process Running => host ?? throw new InvalidOperationException("The Host does not run.");

    /// <summary>Whether the Host that was started last is still up.</summary>
    public bool IsUp => !Running.HasExited;

    /// <summary>E-mail and password of one of the demonstration's people: "Clinician", "Compliance" or "Administrator".</summary>
    public (string Email, string Password) Account(string who)
    {
        using var accounts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "demonstration-accounts.json")));
        var account = accounts.RootElement.GetProperty(who);
        return (account.GetProperty("Email").GetString()!, account.GetProperty("Password").GetString()!); // the file always holds both
    }

    public async Task InitializeAsync()
    {
        // Workers run under accounts of their own: they must be able to enter the folder.
        Directory.CreateDirectory(data);
        await RunAsync("chmod", "0711", data);
        LayOut();
        await RunAsync("chmod", "-R", "a+rX", App);
        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "start", Postgres);
        await RunAsync("dotnet", HostProgram, "setup", "--data", data, "--postgres", Path.Combine(Postgres, "run"), "--superuser-password-file", Path.Combine(Postgres, "superuser.password"), "--demonstration");
        foreach (var (id, file) in Models)
        {
            await CommandAsync("models", "add", file, "--id", id, "--licence", "Apache-2.0", "--origin", "a test", "--training-data", "random numbers", "--app", App);
        }

        await ServeAsync();
    }

    public async Task DisposeAsync()
    {
        if (host is { HasExited: false })
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync();
        }

        host?.Dispose();
        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "stop", Postgres);
        foreach (var folder in (string[])[data, data + "-copy"])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>kill -9 of the Host alone; its workers and the database are left to notice by themselves.</summary>
    public async Task KillAsync()
    {
        var killed = Running;
        killed.Kill();
        await killed.WaitForExitAsync();
        killed.Dispose();
        host = null;
    }

    /// <summary>SIGTERM, as a service manager sends it; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var stopped = Running;
        await RunAsync("kill", "-TERM", stopped.Id.ToString(CultureInfo.InvariantCulture));
        await stopped.WaitForExitAsync();
        host = null;
        return stopped.ExitCode;
    }

    /// <summary>Starts the Host again on the same data and address, after <see cref="KillAsync"/>.</summary>
    public Task RestartAsync() => ServeAsync();

    public Task StopDatabaseAsync() => RunAsync(Repository.PathOf("deploy", "private-postgres"), "stop", Postgres);

    public Task StartDatabaseAsync() => RunAsync(Repository.PathOf("deploy", "private-postgres"), "start", Postgres);

    /// <summary>The Host's resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            Running.Refresh();
            return Running.WorkingSet64;
        }
    }

    /// <summary>Runs a command of <c>onpremllm</c> on this installation, as IT does; fails where the command does.</summary>
    public Task CommandAsync(params string[] arguments) => RunAsync("dotnet", [HostProgram, .. arguments, "--data", data]);

    /// <summary>Makes an API key for a clinic through the command line, as IT does.</summary>
    public async Task<string> CreateKeyAsync(string clinic)
    {
        var ended = await EndAsync("dotnet", [HostProgram, "keys", "create", "--data", data, "--tenant", clinic, "--name", "bench", "--quiet"]);
        return ended.Code == 0 ? ended.Output.Trim() : throw new InvalidOperationException($"No key was made:\n{ended.Error}");
    }

    /// <summary>Lists a model for all clinics through the command line, as IT does.</summary>
    public Task AddModelAsync(string file, string id) =>
        RunAsync("dotnet", HostProgram, "models", "add", file, "--data", data, "--app", App, "--id", id, "--licence", "CC0-1.0", "--origin", "random numbers", "--training-data", "none");

    /// <summary>Changes the last byte of an added model's file.</summary>
    public void ChangeModelFile(string id)
    {
        using var file = new FileStream(Directory.GetFiles(Path.Combine(data, "models", "files", id)).Single(), FileMode.Open, FileAccess.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        var last = file.ReadByte();
        file.Seek(-1, SeekOrigin.End);
        file.WriteByte((byte)(last ^ 1));
    }

    /// <summary>kill -9 of the worker that generates text; false when none runs.</summary>
    public bool KillGenerationWorker()
    {
        var program = Path.Combine(App, "worker", "OnPremLlm.Inference.Worker.dll"); // in this test's own folder: no other Host's worker runs it
        foreach (var id in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)))
        {
            if (CommandLine(id) is var arguments && arguments.Contains(program) && arguments.Contains("generation"))
            {
                using var worker = Process.GetProcessById(id);
                worker.Kill();
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs <c>onpremllm demonstrate</c> as a process against this Host.</summary>
    public Task<Ended> DemonstrateAsync(params string[] source) =>
        EndAsync("dotnet", [HostProgram, "demonstrate", "--data", data, "--url", Address, "--verifier", Path.Combine(BuiltOutput("Verifier"), "OnPremLlm.Verifier"), .. source]);

    /// <summary>Stops Host and database and copies the data folder, as a thief or a backup would; starts nothing again. Returns the copy.</summary>
    public async Task<string> CopyAsync()
    {
        await KillAsync();
        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "stop", Postgres);
        var copy = data + "-copy";
        await RunAsync("cp", "-a", data, copy);
        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "start", Postgres);
        return copy;
    }

    /// <summary>Puts parts of a copy where they came from and starts the database on them. After <see cref="KillAsync"/>.</summary>
    public async Task PutBackAsync(string copy, params string[] parts)
    {
        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "stop", Postgres);
        foreach (var part in parts)
        {
            Directory.Delete(Path.Combine(data, part), recursive: true);
            await RunAsync("cp", "-a", Path.Combine(copy, part), Path.Combine(data, part));
        }

        await RunAsync(Repository.PathOf("deploy", "private-postgres"), "start", Postgres);
    }

    /// <summary>The frames of a visit as they are stored.</summary>
    public Task<IReadOnlyList<SealedObject>> StoredFramesAsync(Guid tenant, Guid visit) => StoredAsync(tenant, new RecordAddress(new EncounterId(visit), RecordCategory.Audio, "pcm"));

    /// <summary>What is stored there, opened with the installation's own keys. After <see cref="KillAsync"/>: one process at a time works on the keys.</summary>
    public async Task<IReadOnlyList<SealedObject>> StoredAsync(Guid tenant, RecordAddress address)
    {
        await using var services = new ServiceCollection().AddLogging().AddTenancy(tenancy =>
        {
            tenancy.ControlSettingsFile = Path.Combine(data, "control.json");
            tenancy.Keystore.Folder = Path.Combine(data, "keystore");
            tenancy.Keystore.RootKeyFile = Path.Combine(data, "root", "root.key");
        }).BuildServiceProvider();
        List<SealedObject> objects = [];
        await foreach (var stored in services.GetRequiredService<RecordStore>().ReadAsync(new TenantId(tenant), address, -1, CancellationToken.None))
        {
            objects.Add(stored);
        }

        return objects;
    }

    /// <summary>Where a visit's sealed rows stand, read by the superuser: what somebody who has the database's files knows.</summary>
    public async Task<IReadOnlyList<RecordAddress>> RowsAsync(Guid tenant, Guid visit)
    {
        var superuser = new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(Postgres, "run"),
            Username = "postgres",
            Password = (await File.ReadAllTextAsync(Path.Combine(Postgres, "superuser.password"))).Trim(),
            Database = $"onpremllm_t_{tenant:N}",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(superuser.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select distinct category, kind from records.sealed_records where encounter_id = $1", connection);
        command.Parameters.AddWithValue(visit);
        await using var reader = await command.ExecuteReaderAsync();
        List<RecordAddress> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(new RecordAddress(new EncounterId(visit), (RecordCategory)reader.GetInt16(0), reader.GetString(1)));
        }

        return rows;
    }

    static string HostProgram => Path.Combine(BuiltOutput("Host"), "OnPremLlm.Host.dll");

    /// <summary>The folder that the build of this test project left another project's program in.</summary>
    static string BuiltOutput(string project)
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathOf("src", project, "bin", mine.Parent!.Name, mine.Name); // bin/<configuration>/net10.0 as here
    }

    void LayOut()
    {
        Copy(BuiltOutput("Inference.Worker"), Path.Combine(App, "worker"));
        Copy(Repository.PathOf("models"), Path.Combine(App, "models"));
        foreach (var package in (string[])["@node-llama-cpp/linux-x64", "@ricky0123/vad-web"])
        {
            Copy(Repository.PathOf(["deploy", "native", "node_modules", .. package.Split('/')]), Path.Combine([App, "native", .. package.Split('/')]));
        }
    }

    static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            throw new InvalidOperationException($"{from} is missing. Run deploy/prerequisites tests, then dotnet build OnPremLlm.sln.");
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a file below "to" has a folder
            File.Copy(file, target);
        }
    }

    async Task ServeAsync()
    {
        host = Process.Start(new ProcessStartInfo("dotnet", [HostProgram, "serve", "--data", data, "--app", App, "--port", $"{port}", .. Options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Development: the app's files are served from where the build left them, without publishing.
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        }) ?? throw new InvalidOperationException("dotnet could not be started.");
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.OutputDataReceived += (_, line) =>
        {
            log.Enqueue(line.Data ?? "(ended)");
            if (line.Data is null)
            {
                listening.TrySetException(new InvalidOperationException("The Host ended while it started:\n" + Log));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        };
        host.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        host.BeginErrorReadLine();
        host.BeginOutputReadLine();
        try
        {
            port = await listening.Task.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The Host did not listen within {_patience.TotalMinutes} minutes:\n{Log}");
        }
    }

    static string[] CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return []; // it has ended meanwhile
        }
    }

    [GeneratedRegex(@"Now listening on: http://\S+:(\d+)")]
    private static partial Regex Listening();

    static async Task RunAsync(string program, params string[] arguments)
    {
        var ended = await EndAsync(program, arguments);
        if (ended.Code != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {ended.Code}:\n{ended.Output}\n{ended.Error}");
        }
    }

    static async Task<Ended> EndAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>How a program ended and what it wrote.</summary>
public sealed record Ended(int Code, string Output, string Error);
