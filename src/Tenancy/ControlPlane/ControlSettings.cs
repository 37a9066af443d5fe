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

    /// <summary>Reads the file. Throws <see cref="ControlSettingsException"/> when it is absent or damaged.</summary>
    public static ControlSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ControlSettings>(File.ReadAllBytes(path)) ?? throw new JsonException();
        }
        catch (Exception problem) when (problem is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ControlSettingsException(problem is JsonException
                ? $"The control settings {path} are damaged. Write them again with: onpremllm setup --recover (it keeps all data)."
                : $"There are no control settings {path}. Name the installation's data folder, or make them with: onpremllm setup (it keeps all data).");
        }
    }

    internal static ControlSettings? ReadIfPresent(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>Null also for a damaged file.</summary>
    internal static ControlSettings? ReadIfSound(string path)
    {
        try
        {
            return ReadIfPresent(path);
        }
        catch (ControlSettingsException)
        {
            return null;
        }
    }

    internal void Write(string path)
    {
        DurableFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFiles.Replace(Path.GetFullPath(path), JsonSerializer.SerializeToUtf8Bytes(this));
    }

    internal static string? PasswordIn(string? connectionString) =>
        connectionString is null ? null : new NpgsqlConnectionStringBuilder(connectionString).Password;
}

/// <summary>The control settings are absent, damaged, or do not go with the server. The message says what to do.</summary>
public sealed class ControlSettingsException(string message) : Exception(message);
