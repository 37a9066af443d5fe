using System.Text.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Host.Composition;

/// <summary>How the features are configured from the data folder and the command line.</summary>
internal static class Features
{
    /// <summary>What short-lived commands need: tenants, people, keys, policies; no engines, no web.</summary>
    public static ServiceCollection ForCommands(HostLayout layout)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddTenancy(tenancy => Configure(tenancy, layout));
        services.AddScribe(scribe => Configure(scribe, layout, new ServeOptions { DataFolder = layout.Data }));
        return services;
    }

    /// <summary>What the commands about models need: the catalogs, and workers that start on demand.</summary>
    public static ServiceProvider ForModels(HostLayout layout, ServeOptions options, Action<InferenceOptions>? change = null) => new ServiceCollection()
        .AddLogging()
        .AddInference(inference =>
        {
            Configure(inference, layout, options);
            change?.Invoke(inference);
        })
        .BuildServiceProvider();

    public static void Configure(TenancyOptions tenancy, HostLayout layout)
    {
        tenancy.ControlSettingsFile = layout.ControlFile;
        tenancy.Keystore.Folder = layout.Keystore;
        tenancy.Keystore.RootKeyFile = layout.RootKeyFile;
    }

    public static void Configure(ScribeOptions scribe, HostLayout layout, ServeOptions options)
    {
        scribe.LedgerFolder = layout.Ledger;
        scribe.FormularyFile = FormularyFile(options);
    }

    public static void Configure(InferenceOptions inference, HostLayout layout, ServeOptions options)
    {
        inference.WorkerProgram = WorkerProgram(options);
        inference.NativeFolder = options.NativeFolder ?? Path.Combine(options.AppFolder, "native", "@node-llama-cpp", "linux-x64");
        inference.SpeechNativeFolder = Path.Combine(options.AppFolder, "native");
        inference.SpeechModelsFolder = Path.Combine(options.AppFolder, "models");
        inference.CatalogFile = CatalogFile(options);
        inference.InstalledCatalogFile = layout.ModelCatalog;
        inference.MemoryBudgetBytes = options.ModelMemoryMiB << 20;
        inference.RunFolder = layout.Run;
        inference.ModelFile = options.ModelFile;
        inference.ModelId = options.ModelFile is null ? options.ModelId : null;
        inference.Threads = options.Threads;
        inference.GpuLayers = options.GpuLayers;
        inference.ContextTokens = options.Context;
        inference.Sequences = options.Sequences;
        inference.Isolation = options.Isolation;
        // Four visits at a time in one clinic, two channels each.
        inference.SpeechDecoders = 8;
        EngineSettings.Read(layout.Settings).Apply(inference);
    }

    /// <summary>What an app folder must hold for a Host to start and for its first visit to succeed.</summary>
    public static IReadOnlyList<string> NeededFiles(ServeOptions options) => [WorkerProgram(options), CatalogFile(options), FormularyFile(options)];

    static string WorkerProgram(ServeOptions options) => Path.Combine(options.AppFolder, "worker", "OnPremLlm.Inference.Worker.dll");

    static string CatalogFile(ServeOptions options) => Path.Combine(options.AppFolder, "models", "catalog.json");

    static string FormularyFile(ServeOptions options) => Path.Combine(options.AppFolder, "models", "demo", "formulary.txt");

    /// <summary>The embedded recognizer is a demonstration engine, whatever the language model is.</summary>
    public static EngineFacts Facts() => new(Demonstration: true);

    /// <summary>Hangfire has a role of its own in the control database.</summary>
    public static string HangfireConnection(HostLayout layout) => ControlSettings.Read(layout.ControlFile).HangfireConnectionString;
}
