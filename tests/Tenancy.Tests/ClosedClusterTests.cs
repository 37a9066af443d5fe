using System.Diagnostics;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Postgres;

namespace OnPremLlm.Tenancy.Tests;

/// <summary>Attack: a worker that was taken over knocks at the database, or reads its log. Workers run under accounts of their own, in no group.</summary>
public sealed class ClosedClusterTests
{
    const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    static string Folder => Path.GetDirectoryName(PrivatePostgres.Shared.SocketFolder) ?? throw new InvalidOperationException("The cluster has a folder.");

    public static TheoryData<string> Parts => ["run", "run/.s.PGSQL.5432", "data", "server.log", "initdb.log", "superuser.password"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Gives_others_no_right(string part) => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(Folder, part)) & Others);

    [Theory]
    [MemberData(nameof(Parts))]
    public void Is_not_reached_by_a_worker_s_account(string part)
    {
        // Another account can be taken on by root only; the modes above hold without it.
        if (Environment.IsPrivilegedProcess)
        {
            Assert.NotEqual(0, RunAsWorker("test", "-r", Path.Combine(Folder, part)));
            Assert.NotEqual(0, RunAsWorker("test", "-w", Path.Combine(Folder, part)));
            Assert.Equal(0, RunAsWorker("test", "-x", Path.Combine(Folder, "engine", "bin", "postgres"))); // it can enter the folder: the above is not for want of that
        }
    }

    [Fact]
    public void A_cluster_that_an_earlier_version_made_is_closed_when_it_is_started()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("opl-old-").FullName;
        try
        {
            System.IO.Directory.CreateDirectory(Path.Combine(folder, "run"));
            File.WriteAllText(Path.Combine(folder, "server.log"), "");
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
            Cluster("start", folder);
            Cluster("stop", folder);
            var configuration = Path.Combine(folder, "data", "postgresql.conf");
            File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("unix_socket_permissions = 0770", "unix_socket_permissions = 0777", StringComparison.Ordinal));
            File.SetUnixFileMode(Path.Combine(folder, "run"), (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(Path.Combine(folder, "server.log"), (UnixFileMode)0b110_100_100);

            Cluster("start", folder);

            Assert.All((string[])["run", "run/.s.PGSQL.5432", "server.log"], part => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(folder, part)) & Others));
        }
        finally
        {
            Cluster("stop", folder);
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    static void Cluster(string action, string folder)
    {
        var (code, error) = Run(Repository.PathOf("deploy", "private-postgres"), action, folder);
        Assert.True(code == 0, error);
    }

    static int RunAsWorker(params string[] command) => Run("setpriv", ["--no-new-privs", "--reuid=61999", "--regid=61999", "--clear-groups", .. command]).Code;

    static (int Code, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException($"{program} could not be started.");
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
