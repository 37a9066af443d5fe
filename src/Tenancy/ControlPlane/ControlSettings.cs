using System.Text.Json;
using Npgsql;
using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>
/// The Host's connection settings, kept in a file of mode 0600 ("control.json") that <see cref="ControlProvisioner"/> writes.
/// Neither role owns anything or can create roles or databases.
/// </summary>
public sealed record ControlSettings
{
    /// <summary>Connection string of the control application role to the control database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Connection string of Hangfire's role, which owns the schema "hangfire" of the control database and reaches nothing else.</summary>
    public required string HangfireConnectionString { get; init; }

    /// <summary>Reads the file. Throws <see cref="InvalidOperationException"/>, saying what to do, when it is absent or damaged.</summary>
    public static ControlSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ControlSettings>(File.ReadAllBytes(path)) ?? throw new JsonException();
        }
        catch (Exception problem) when (problem is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOperationException(
                $"The control settings {path} are {(problem is JsonException ? "damaged" : "missing")}. Write them again with: onpremllm setup (it keeps all data).");
        }
    }

    internal static ControlSettings? ReadIfPresent(string path) => File.Exists(path) ? Read(path) : null;

    internal void Write(string path)
    {
        DurableFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFiles.Replace(Path.GetFullPath(path), JsonSerializer.SerializeToUtf8Bytes(this));
    }

    internal static string? PasswordIn(string? connectionString) =>
        connectionString is null ? null : new NpgsqlConnectionStringBuilder(connectionString).Password;
}
