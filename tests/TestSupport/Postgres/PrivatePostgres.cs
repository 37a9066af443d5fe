using System.Diagnostics;
using Npgsql;

namespace OnPremLlm.TestSupport.Postgres;

/// <summary>
/// A real PostgreSQL cluster for one test process: started by deploy/private-postgres in a new folder, stopped and removed at the end.
/// Listens on a Unix socket only, so test processes never collide.
/// </summary>
public sealed class PrivatePostgres : IDisposable
{
    static readonly Lazy<PrivatePostgres> _shared = new(() =>
    {
        var cluster = new PrivatePostgres();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    });

    readonly string _folder = Path.Combine("/tmp", "opl-pg-" + Path.GetRandomFileName());

    PrivatePostgres() => Run("start");

    /// <summary>The cluster of this process; started by the first test that asks for it.</summary>
    public static PrivatePostgres Shared => _shared.Value;

    /// <summary>The folder of the socket, for "Host=" of a connection string.</summary>
    public string SocketFolder => Path.Combine(_folder, "run");

    /// <summary>The data folder, for raw scans of what the database wrote.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Connection string of the superuser to <paramref name="database"/>.</summary>
    public string SuperuserConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder,
        Username = "postgres",
        Password = File.ReadAllText(Path.Combine(_folder, "superuser.password")).Trim(),
        Database = database,
        Pooling = false,
    }.ConnectionString;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Run("stop");
            Directory.Delete(_folder, recursive: true);
        }
    }

    void Run(string action)
    {
        var script = Repository.PathOf("deploy", "private-postgres");
        using var process = Process.Start(new ProcessStartInfo(script, [action, _folder]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{script} could not be started.");
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error.Trim());
        }
    }
}
