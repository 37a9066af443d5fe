using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>What <c>onpremllm models add</c> was asked for; files, hashes and sizes of <see cref="Entry"/> are filled in.</summary>
internal sealed record AskedModel
{
    public required string Path { get; init; }

    public bool InPlace { get; init; }

    /// <summary>The publisher's, in order of the files; empty: not compared.</summary>
    public IReadOnlyList<string> Sha256 { get; init; } = [];

    /// <summary>Names of clinics.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [];

    public required CatalogModel Entry { get; init; }
}

/// <summary>Adds a model: everything is checked before anything is copied, and the catalog names it last.</summary>
internal sealed class ModelAddition(ServeOptions options, IAnsiConsole console)
{
    readonly HostLayout _layout = new(options.DataFolder);

    public async Task<int> RunAsync(AskedModel asked, CancellationToken ct)
    {
        await using var services = Features.ForModels(_layout, options);
        var (installed, import) = (services.GetRequiredService<InstalledModels>(), services.GetRequiredService<ModelImport>());
        installed.RequireFree(asked.Entry.Id);
        var files = ModelImport.FindParts(asked.Path);
        RequireHashes(asked, files);
        if (asked.Entry.GpuLayers > 0)
        {
            await GpuCheck.RequireAsync(services, [asked.Entry.Id], "Nothing was added.", ct);
        }

        var facts = await import.InspectAsync(files, ct);
        var entry = asked.Entry with
        {
            Tenants = await ModelClinics.FindAsync(_layout, asked.Tenants, ct),
            SizeBytes = files.Sum(file => new FileInfo(file).Length),
            Architecture = facts.Architecture,
            TrainedContext = (int)Math.Min(facts.TrainedContext, int.MaxValue),
            Embeddings = facts.Pooling is not null,
            CacheBytesPerToken = facts.CacheBytesPerToken,
            RepackedBytes = facts.RepackedBytes,
        };
        InstalledModels.Check(entry);
        await ListAsync(installed, asked, files, entry, ct);
        Tell(services.GetRequiredService<ModelRegistry>().All().Single(model => model.Id == entry.Id), facts, entry);
        return 0;
    }

    async Task ListAsync(InstalledModels installed, AskedModel asked, IReadOnlyList<string> files, CatalogModel entry, CancellationToken ct)
    {
        var folder = System.IO.Path.Combine(installed.FilesFolder, entry.Id);
        if (!asked.InPlace)
        {
            RequireRoom(installed.FilesFolder, folder, entry.SizeBytes);
        }

        try
        {
            var progress = new ProgressText(console, TimeProvider.System);
            var listed = asked.InPlace
                ? await ModelImport.RegisterAsync(files, progress, ct)
                : await ModelImport.CopyAsync(files, folder, System.IO.Path.GetDirectoryName(_layout.ModelCatalog)!, progress, ct); // a file has a folder
            RequireSame(asked.Sha256, listed);
            await ModelImport.RequireReachableAsync(asked.InPlace ? files : [.. listed.Select(file => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_layout.ModelCatalog)!, file.Path))], ct);
            installed.Add(entry with { Files = listed });
        }
        catch when (!asked.InPlace && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    static void RequireHashes(AskedModel asked, IReadOnlyList<string> files)
    {
        if (asked.Sha256.Count > 0 && asked.Sha256.Count != files.Count)
        {
            throw new CommandException($"The model has {files.Count} files and --sha256 was given {asked.Sha256.Count} times. Give it once for each file, in order, or not at all.");
        }
    }

    static void RequireSame(IReadOnlyList<string> published, IReadOnlyList<CatalogFile> files)
    {
        foreach (var (expected, file) in published.Zip(files).Where(pair => !pair.First.Equals(pair.Second.Sha256, StringComparison.OrdinalIgnoreCase)))
        {
            throw new CommandException($"{System.IO.Path.GetFileName(file.Path)} has the SHA-256 {file.Sha256}, and {expected.ToLowerInvariant()} was given. It was not added. Fetch it again, or compare with the publisher's page.");
        }
    }

    // What stands in the folder without an entry is the rest of a run that was killed.
    static void RequireRoom(string root, string folder, long bytes)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(root);
        if (new DriveInfo(root).AvailableFreeSpace is var free && free < bytes)
        {
            throw new CommandException($"The model has {bytes >> 20} MiB and {root} has {free >> 20} MiB free. Make room, or leave the files where they are with --in-place.");
        }
    }

    void Tell(RegisteredModel model, GgufFacts facts, CatalogModel entry)
    {
        Steps.Done(console, $"{model.Id} added: {facts.Architecture}, {facts.Layers} layers, SHA-256 {model.Sha256}");
        if (model.Memory is { } memory)
        {
            console.Profile.Out.Writer.WriteLine(ModelText.Estimate(model, memory, entry));
        }

        if (entry.Embeddings)
        {
            console.Profile.Out.Writer.WriteLine("It makes embeddings: programs use it at /v1/embeddings, and it answers no prompts.");
        }
        else if (!facts.ChatTemplate && entry.ChatTemplate is null)
        {
            console.Profile.Out.Writer.WriteLine("It brings no chat template: requests with messages are refused. Give one with --template when you add it.");
        }
    }
}
