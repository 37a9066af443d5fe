using System.Diagnostics;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests;

/// <summary>Needs root, which CI is. Elsewhere each test says so instead of passing.</summary>
public class WorkerAccountTests
{
    public WorkerAccountTests() => Assert.True(HostPrivileges.CanSwitchAccounts, "Workers get accounts of their own only where the Host is root. Run these tests as root (sudo tests/run), as CI does.");

    [Fact]
    public async Task Two_owners_get_two_processes_under_two_accounts_without_capabilities()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        await workers.Model.TextAsync(OtherOwner);

        var (mine, theirs) = (workers.StatusOf(Owner), workers.StatusOf(OtherOwner));
        Assert.Equal((61000u, 61001u), (mine.UserId, theirs.UserId));
        Assert.All([mine, theirs], worker =>
        {
            Assert.Equal(string.Join('\t', Enumerable.Repeat(worker.UserId, 4)), ProcField(worker.ProcessId, "Uid"));
            Assert.Equal(string.Join('\t', Enumerable.Repeat(worker.UserId, 4)), ProcField(worker.ProcessId, "Gid"));
            Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal("0000000000000000", ProcField(worker.ProcessId, set)));
            Assert.Equal("", ProcField(worker.ProcessId, "Groups"));
            Assert.True(worker.SeparateAccount);
        });
    }

    [Fact]
    public async Task An_account_can_read_neither_a_private_file_of_the_host_nor_the_socket_of_another_owner()
    {
        using var secret = new TemporaryFile("root key");
        secret.MakePrivate();
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        await workers.Model.TextAsync(OtherOwner);
        var socket = Directory.GetDirectories(workers.RunFolder).Select(folder => Path.Combine(folder, "s")).Single(path => OwnerOf(path) == workers.StatusOf(OtherOwner).UserId);

        var probe = workers.StatusOf(Owner).UserId;
        Assert.False(CanRead(probe, secret.Path));
        Assert.False(CanRead(probe, socket));
        Assert.False(CanRead(probe, Path.Combine(workers.RunFolder, "accounts")));
        Assert.False(CanRead(probe, $"/proc/{workers.StatusOf(OtherOwner).ProcessId}/mem"));
        // The probe can say yes: the account reads its own model.
        Assert.True(CanRead(probe, DemoModel));
        Assert.True(CanRead(workers.StatusOf(OtherOwner).UserId, socket));
    }

    [Fact]
    public async Task A_worker_sees_no_network_interface_but_its_own_loopback()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        var worker = workers.StatusOf(Owner);

        // Where the system refuses namespaces, the status must say so.
        var own = new FileInfo($"/proc/{worker.ProcessId}/ns/net").LinkTarget;
        Assert.Equal(worker.NetworkIsolated, own != new FileInfo("/proc/self/ns/net").LinkTarget);
        if (worker.NetworkIsolated)
        {
            Assert.Equal(["lo"], File.ReadAllLines($"/proc/{worker.ProcessId}/net/dev").Skip(2).Select(line => line.Split(':')[0].Trim()));
        }
    }

    [Fact]
    public async Task A_worker_has_an_empty_environment_and_its_limits()
    {
        Environment.SetEnvironmentVariable("OPL_TEST_SECRET", "of the Host");
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        var process = workers.StatusOf(Owner).ProcessId;

        var environment = File.ReadAllText($"/proc/{process}/environ");
        Assert.Contains("GGML_NO_BACKTRACE=1", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("OPL_TEST_SECRET", environment, StringComparison.Ordinal);
        Assert.Equal("1", ProcField(process, "NoNewPrivs"));
        var limits = File.ReadAllLines($"/proc/{process}/limits");
        Assert.Contains(limits, line => line.StartsWith("Max core file size        0 ", StringComparison.Ordinal));
        Assert.Contains(limits, line => line.StartsWith("Max file size             0 ", StringComparison.Ordinal));
        Assert.DoesNotContain(limits, line => line.StartsWith("Max address space         unlimited", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_worker_holds_the_parent_pipe_of_another()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        await workers.Model.TextAsync(OtherOwner);

        var pipe = new FileInfo($"/proc/{workers.StatusOf(Owner).ProcessId}/fd/0").LinkTarget;
        Assert.StartsWith("pipe:", pipe, StringComparison.Ordinal);
        Assert.DoesNotContain(pipe, Directory.GetFiles($"/proc/{workers.StatusOf(OtherOwner).ProcessId}/fd").Select(file => new FileInfo(file).LinkTarget));
    }

    [Fact]
    public async Task Direct_keeps_the_hosts_account_and_says_so()
    {
        await using var workers = new RealWorkers(options => options.Launcher = WorkerLauncher.Direct);
        await workers.Model.TextAsync(Owner);
        var worker = workers.StatusOf(Owner);

        Assert.Equal((HostPrivileges.UserId, false), (worker.UserId, worker.SeparateAccount));
        Assert.Equal("0000000000000000", ProcField(worker.ProcessId, "CapEff"));
    }

    [Fact]
    public async Task Accounts_stay_the_same_when_the_host_starts_again()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(OtherOwner);

        var restarted = new WorkerAccounts(workers.RunFolder, 61000);
        Assert.Equal((61001u, 61000u), (restarted.Of(Owner), restarted.Of(OtherOwner)));
    }

    static bool CanRead(uint user, string path)
    {
        using var probe = Process.Start("/usr/bin/setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", "--", "/usr/bin/test", "-r", path]);
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    static uint OwnerOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("/usr/bin/stat", ["-c", "%u", path]) { RedirectStandardOutput = true })!;
        return uint.Parse(stat.StandardOutput.ReadToEnd());
    }
}
