using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>Which model Scribe drafts with: chosen when the Host starts, and remembered so that it is not removed by mistake.</summary>
internal static class DraftingModel
{
    /// <param name="asked">A file, or the id of a model; null: the demonstration model.</param>
    public static async Task<ServeOptions> ChooseAsync(ServeOptions options, string? asked)
    {
        if (asked is null)
        {
            return options;
        }

        return !File.Exists(asked) && !asked.Contains('/', StringComparison.Ordinal) && await IsListedAsync(options, asked)
            ? options with { ModelId = asked }
            : options with { ModelFile = Path.GetFullPath(asked) };
    }

    public static void Remember(ServeOptions options)
    {
        var file = new HostLayout(options.DataFolder).DraftingModel;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // below the data folder
        File.WriteAllText(file, options.ModelFile ?? options.ModelId);
    }

    /// <summary>Whether the Host was last started with it.</summary>
    public static bool Is(HostLayout layout, RegisteredModel model) =>
        File.Exists(layout.DraftingModel) && File.ReadAllText(layout.DraftingModel) is var named && (named == model.Id || model.Files.Any(file => file.Path == named));

    static async Task<bool> IsListedAsync(ServeOptions options, string id)
    {
        await using var services = Features.ForModels(new HostLayout(options.DataFolder), options);
        return services.GetRequiredService<ModelRegistry>().All().Any(model => model.Id == id);
    }
}
