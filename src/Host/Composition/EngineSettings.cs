using System.Text.Json;
using System.Text.Json.Serialization;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// What IT may set of the engines beside the command line: the object "Inference" of <c>settings.json</c> in the data folder, which need not be there.
/// What is not set keeps its default; ranges are those of <see cref="InferenceOptions"/>, which are checked when a command starts. Times are "hh:mm:ss".
/// </summary>
internal sealed record EngineSettings
{
    static readonly JsonSerializerOptions _json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a misspelt setting would be left out in silence
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public TimeSpan? StartTimeout { get; init; }

    public TimeSpan? BatchTimeout { get; init; }

    public TimeSpan? HealthInterval { get; init; }

    public TimeSpan? HealthTimeout { get; init; }

    public long? GenerationMemoryBytes { get; init; }

    public long? SpeechMemoryBytes { get; init; }

    public long? WorkerHeapBytes { get; init; }

    public int? ComputeThreads { get; init; }

    /// <exception cref="SettingsException">The file is there and cannot be used.</exception>
    public static EngineSettings Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Whole>(File.ReadAllBytes(path), _json)?.Inference ?? new() : new();
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"The settings {path} cannot be used ({(unreadable is JsonException { Path: { } place } ? $"at {place}" : unreadable.GetType().Name)}). They are JSON: {{\"Inference\": {{…}}}} with {string.Join(", ", typeof(EngineSettings).GetProperties().Select(setting => setting.Name))}, "
                + "times as \"hh:mm:ss\" and the others as whole numbers. Correct it, or take the file away.", unreadable);
        }
    }

    public void Apply(InferenceOptions options)
    {
        options.StartTimeout = StartTimeout ?? options.StartTimeout;
        options.BatchTimeout = BatchTimeout ?? options.BatchTimeout;
        options.HealthInterval = HealthInterval ?? options.HealthInterval;
        options.HealthTimeout = HealthTimeout ?? options.HealthTimeout;
        options.GenerationMemoryBytes = GenerationMemoryBytes ?? options.GenerationMemoryBytes;
        options.SpeechMemoryBytes = SpeechMemoryBytes ?? options.SpeechMemoryBytes;
        options.WorkerHeapBytes = WorkerHeapBytes ?? options.WorkerHeapBytes;
        options.ComputeThreads = ComputeThreads ?? options.ComputeThreads;
    }

    sealed record Whole
    {
        public EngineSettings? Inference { get; init; }
    }
}

/// <summary>The installation's settings cannot be used. The message says what to do.</summary>
internal sealed class SettingsException(string message, Exception inner) : Exception(message, inner);
