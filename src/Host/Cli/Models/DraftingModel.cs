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

        if (File.Exists(asked) || asked.Contains('/', StringComparison.Ordinal) || await ListedAsync(options, asked) is not { } listed)
        {
            return options with { ModelFile = Path.GetFullPath(asked) };
        }

        if (listed.Embeds)
        {
            throw new CommandException($"{asked} makes embeddings and writes no notes. Name a model that generates text with --model; programs use {asked} at /v1/embeddings all the same.");
        }

        // Drafting rests on the visit's session, which is not kept elsewhere, and on a grammar that is no JSON schema.
        return listed.Remote is null ? options with { ModelId = asked }
            : throw new CommandException($"Notes are drafted by a model that runs on this server, and {asked} is {ModelText.Place(listed.Remote)}. Name another with --model.");
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

    static async Task<RegisteredModel?> ListedAsync(ServeOptions options, string id)
    {
        await using var services = Features.ForModels(new HostLayout(options.DataFolder), options);
        return services.GetRequiredService<ModelRegistry>().All().FirstOrDefault(model => model.Id == id);
    }
}
