using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Tests.Cli;

/// <summary>settings.json of the data folder.</summary>
public sealed class Settings_of_the_engines : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Need_not_be_there() => Assert.Equal(TimeSpan.FromMinutes(1), (await ReadAsync(null)).StartTimeout);

    [Fact]
    public async Task Count_and_leave_the_others_as_they_are()
    {
        var options = await ReadAsync("""
            { "Inference": { // for the slow disk
                "StartTimeout": "00:05:00", "BatchTimeout": "01:00:00", "HealthInterval": "00:00:20", "HealthTimeout": "00:01:00",
                "GenerationMemoryBytes": 17179869184, "SpeechMemoryBytes": 3221225472, "WorkerHeapBytes": 1073741824, "ComputeThreads": 6 } }
            """);

        Assert.Equal(
            (TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)),
            (options.StartTimeout, options.BatchTimeout, options.HealthInterval, options.HealthTimeout));
        Assert.Equal((16L << 30, 3L << 30, 1L << 30, 6), (options.GenerationMemoryBytes, options.SpeechMemoryBytes, options.WorkerHeapBytes, options.ComputeThreads));
        Assert.Equal(TimeSpan.FromMinutes(10), options.IdleStop);
    }

    [Theory]
    [InlineData("""{ "Inference": { "StartTimeOuts": "00:05:00" } }""", "cannot be used (at $.Inference.StartTimeOuts)")]
    [InlineData("""{ "Inference": { "ComputeThreads": "many" } }""", "cannot be used (at $.Inference.ComputeThreads)")]
    [InlineData("""{ "Inference": { "ModelFile": "/etc/shadow" } }""", "with StartTimeout, BatchTimeout, HealthInterval")]
    [InlineData("not json", "Correct it, or take the file away.")]
    [InlineData("""{ "Inference": { "StartTimeout": "05:00:00" } }""", "The field StartTimeout must be between 00:00:01 and 01:00:00.")]
    public async Task That_are_none_are_refused(string settings, string sentence)
    {
        var message = Failures.Explain(await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(settings)));

        Assert.Contains(sentence, message, StringComparison.Ordinal);
    }

    async Task<InferenceOptions> ReadAsync(string? settings)
    {
        var layout = new HostLayout(_folder);
        if (settings is not null)
        {
            await File.WriteAllTextAsync(layout.Settings, settings);
        }

        await using var services = Features.ForModels(layout, new ServeOptions { DataFolder = _folder, AppFolder = AppFolder.Path });
        return services.GetRequiredService<IOptions<InferenceOptions>>().Value;
    }
}
