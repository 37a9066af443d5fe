using System.Globalization;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.Directory;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>The commands that look at models or take them out.</summary>
internal static class ModelDesk
{
    const string None = "There are no models: none was added, and the app's folder has none. Add one with onpremllm models add, or name the folder that holds models/ with --app.";

    const string NotStated = "not stated";

    public static async Task<int> ListAsync(ServeOptions options, IAnsiConsole console, CancellationToken ct)
    {
        var layout = new HostLayout(options.DataFolder);
        await using var services = Features.ForModels(layout, options);
        var models = services.GetRequiredService<ModelRegistry>().All();
        if (models.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine(None);
            return 0;
        }

        var names = models.Any(model => model.Tenants.Count > 0) ? await NamesAsync(layout, ct) : [];
        var rows = new Rows("Id", "Size", "Context", "Isolation", "Clinics", "Memory", "State", "SHA-256", "Licence", "Origin", "Learnt from");
        foreach (var model in models)
        {
            var clinics = model.Tenants.Count == 0 ? "all" : string.Join(", ", model.Tenants.Select(id => names.GetValueOrDefault(id, $"{id}")));
            rows.Add(
                model.Embeds ? $"{model.Id} (embeddings)" : model.Id, model.Remote is null ? ModelText.MiB(model.SizeBytes) : "–", model.ContextTokens.ToString("N0", CultureInfo.InvariantCulture), ModelText.Of(model.Isolation), clinics,
                model.Memory is { } memory ? ModelText.MiB(memory.TotalBytes) : "–", State(layout, model), model.Sha256 ?? "–", model.Licence ?? NotStated, model.Origin ?? NotStated, model.TrainingData ?? NotStated);
        }

        rows.Write(console);
        return 0;
    }

    /// <summary>Exit code 1 where a file is missing or differs.</summary>
    public static async Task<int> VerifyAsync(ServeOptions options, string? id, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForModels(new HostLayout(options.DataFolder), options);
        var models = services.GetRequiredService<ModelRegistry>().All().Where(model => id is null || model.Id == id).ToList();
        if (models.Count == 0)
        {
            throw id is null ? new CommandException(None) : NoSuch(id);
        }

        var wrong = await SilentAsync(services.GetRequiredService<InstalledModels>(), services.GetRequiredService<RemoteProbe>(), models, console, ct);
        foreach (var (model, file) in models.SelectMany(model => model.Files.Select(file => (model, file))))
        {
            var problem = await ProblemAsync(file, console, ct);
            wrong += problem is null ? 0 : 1;
            console.Profile.Out.Writer.WriteLine($"{model.Id}: {Path.GetFileName(file.Path)} {problem ?? "has the SHA-256 of the catalog"}");
        }

        return wrong == 0 ? 0 : throw new CommandException($"{wrong} of the files are not those that the catalog names, or of the remote engines do not answer. Such files are not loaded. Fetch them again, mend the engines, or remove the models.");
    }

    /// <param name="confirm">Null: it was confirmed before.</param>
    public static async Task<int> RemoveAsync(ServeOptions options, string id, Func<string, bool>? confirm, IAnsiConsole console)
    {
        var layout = new HostLayout(options.DataFolder);
        await using var services = Features.ForModels(layout, options);
        var installed = services.GetRequiredService<InstalledModels>();
        var model = services.GetRequiredService<ModelRegistry>().All().FirstOrDefault(model => model.Id == id) ?? throw NoSuch(id);
        if (DraftingModel.Is(layout, model))
        {
            throw new CommandException($"Notes are drafted with {id}, and nothing was removed. Start the Host with another model (serve --model) first.");
        }

        if (confirm?.Invoke($"Remove {id} ({ModelText.Size(model)})?") == false)
        {
            throw new CommandException($"{id} was not removed. Confirm it, or give --yes.");
        }

        installed.Remove(id);
        var folder = Path.Combine(installed.FilesFolder, id);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Steps.Done(console, $"{id} removed");
        return 0;
    }

    /// <summary>Asks the engines on other servers, and returns how many do not answer.</summary>
    static async Task<int> SilentAsync(InstalledModels installed, RemoteProbe probe, IReadOnlyList<RegisteredModel> models, IAnsiConsole console, CancellationToken ct)
    {
        var silent = 0;
        foreach (var model in models.Where(model => model.Remote is not null))
        {
            string said;
            try
            {
                said = RemoteAddition.Said(model.ContextTokens, await probe.CheckAsync(installed.RemoteOf(model.Id), ct));
            }
            catch (InferenceException failure)
            {
                (said, silent) = (failure.Message, silent + 1);
            }

            console.Profile.Out.Writer.WriteLine($"{model.Id}: {said}");
        }

        return silent;
    }

    internal static CommandException NoSuch(string id) => new($"There is no model {id}. The models are listed by: onpremllm models list");

    static async Task<string?> ProblemAsync(RegisteredFile file, IAnsiConsole console, CancellationToken ct) =>
        !File.Exists(file.Path) ? "is missing"
        : await FileHash.OfAsync(file.Path, new ProgressText(console, TimeProvider.System), ct) is var hash && hash == file.Sha256 ? null : $"has the SHA-256 {hash}, and the catalog says {file.Sha256}";

    static string State(HostLayout layout, RegisteredModel model) =>
        model.Remote is { } remote ? ModelText.Place(remote)
        : model.Files.Any(file => !File.Exists(file.Path)) ? "file is missing"
        : model.Files.Sum(file => new FileInfo(file.Path).Length) != model.SizeBytes ? "size differs: run models verify"
        : DraftingModel.Is(layout, model) ? "drafts notes" : model.IsInstalled ? "added" : "shipped";

    static async Task<Dictionary<Guid, string>> NamesAsync(HostLayout layout, CancellationToken ct)
    {
        await using var services = Features.ForCommands(layout).BuildServiceProvider();
        return (await services.GetRequiredService<TenantDirectory>().ListAsync(ct)).ToDictionary(tenant => tenant.Id.Value, tenant => tenant.Name);
    }
}
