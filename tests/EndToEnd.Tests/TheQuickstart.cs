using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>
/// deploy/quickstart itself, with stand-ins for what it calls: a build that leaves a server running, a database that notes what it is told, and a
/// Host that only listens. What must not happen to the first run when a second is started, and what is said when the Host dies.
/// </summary>
public sealed class TheQuickstart : IDisposable
{
    const string Prerequisites = "#!/bin/sh\n";

    // Each "start" leaves a process behind, as the real ones do: it must not keep the lock of the run that started it.
    const string PrivatePostgres = """
        #!/bin/sh
        root=$(dirname "$0")/..
        echo "$1" >>"$root/calls"
        case "$1" in
            status) [ -e "$root/database-runs" ] ;;
            start) sleep 600 >/dev/null 2>&1 & echo $! >>"$root/left" ;;
        esac
        """;

    const string Dotnet = """
        #!/bin/sh
        root=$(dirname "$0")/..
        case "$1 $2" in
            publish*) sleep 600 >/dev/null 2>&1 & echo $! >>"$root/left" ;;
            *serve) echo $$ >"$root/host"; exec python3 -c 'import socket, sys; s = socket.create_server(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]))); [s.accept() for _ in iter(int, 1)]' "$@" ;;
        esac
        """;

    readonly string root = Directory.CreateTempSubdirectory("opl-quickstart-").FullName;
    readonly List<Process> started = [];

    public TheQuickstart()
    {
        foreach (var folder in (string[])["bin", "src", "models", "deploy/native/node_modules/@node-llama-cpp/linux-x64", "deploy/native/node_modules/@ricky0123/vad-web"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        foreach (var (file, content) in (IEnumerable<(string, string)>)
            [("deploy/prerequisites", Prerequisites), ("deploy/private-postgres", PrivatePostgres), ("bin/dotnet", Dotnet),
                ("deploy/quickstart", File.ReadAllText(Repository.PathOf("deploy", "quickstart"))), ("deploy/native/package-lock.json", ""), ("Directory.Build.props", ""), ("global.json", "")])
        {
            File.WriteAllText(Path.Combine(root, file), content);
            File.SetUnixFileMode(Path.Combine(root, file), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    string Data => Path.Combine(root, "data");

    string[] Calls => File.ReadAllLines(Path.Combine(root, "calls"));

    [Fact]
    public async Task Does_not_run_twice_on_one_folder_and_a_refused_second_run_harms_nothing()
    {
        var first = await UpAsync();
        var (app, calls) = (Path.Combine(Data, "app", ".built"), Calls);
        var built = File.ReadAllText(app);
        await File.WriteAllTextAsync(Path.Combine(root, "src", "changed.cs"), "a change that would be built"); // the second run would begin with rm -rf app

        var second = await EndAsync(Start("--once"));

        Assert.NotEqual(0, second.Code);
        Assert.Contains($"another quickstart is running on {Data}", second.Error, StringComparison.Ordinal);
        Assert.Equal(built, File.ReadAllText(app));
        Assert.Equal(calls, Calls);
        Assert.False(first.HasExited);
        Signal("TERM", first.Id);
        await first.WaitForExitAsync();
        Assert.Equal("stop", Calls[^1]);
    }

    [Fact]
    public async Task Runs_again_after_it_ended_though_what_it_started_lives_on()
    {
        for (var run = 0; run < 2; run++)
        {
            var ended = await EndAsync(Start("--once"));
            Assert.True(ended.Code == 0, ended.Error);
            Assert.Equal("stop", Calls[^1]);
        }
    }

    [Fact]
    public async Task Leaves_a_database_running_that_ran_before()
    {
        await File.WriteAllTextAsync(Path.Combine(root, "database-runs"), "");

        var ended = await EndAsync(Start("--once"));

        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("PostgreSQL was running already; it is left running", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stop", Calls);
    }

    [Fact]
    public async Task Says_that_the_Host_died_and_where_its_log_is()
    {
        var quickstart = await UpAsync();
        Signal("KILL", int.Parse(await File.ReadAllTextAsync(Path.Combine(root, "host")), CultureInfo.InvariantCulture));

        var ended = await EndAsync(quickstart);

        Assert.Equal(1, ended.Code);
        Assert.Contains($"the Host ended while it was up (exit code 137); its log is {Data}/logs/host.log", ended.Error, StringComparison.Ordinal);
        Assert.Equal("stop", Calls[^1]);
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        foreach (var left in File.Exists(Path.Combine(root, "left")) ? File.ReadAllLines(Path.Combine(root, "left")) : [])
        {
            Signal("KILL", int.Parse(left, CultureInfo.InvariantCulture));
        }

        Directory.Delete(root, recursive: true);
    }

    /// <summary>Returns when it says that all is up.</summary>
    async Task<Process> UpAsync()
    {
        var quickstart = Start();
        while (await quickstart.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Log: ", StringComparison.Ordinal))
            {
                return quickstart;
            }
        }

        throw new InvalidOperationException($"deploy/quickstart ended before it was up: {await quickstart.StandardError.ReadToEndAsync()}");
    }

    Process Start(params string[] options)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "deploy", "quickstart"), ["--data", Data, "--port", $"{FreePort()}", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        var process = Process.Start(start) ?? throw new InvalidOperationException("deploy/quickstart could not be started.");
        started.Add(process);
        return process;
    }

    static async Task<Ended> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, error);
    }

    // Below the range that the kernel hands out, so that nobody else is given it before the stand-in listens.
    static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return Enumerable.Range(20_000 + (Environment.ProcessId % 10_000), 1000).First(port => !taken.Contains(port));
    }

    static void Signal(string signal, int process)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }
}
