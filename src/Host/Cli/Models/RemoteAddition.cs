using System.Globalization;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>What <c>onpremllm models add --remote</c> was asked for. A context of 0 and the extensions of <see cref="Entry"/> are filled in from what the engine tells.</summary>
internal sealed record AskedRemote
{
    /// <summary>Names of clinics.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [];

    /// <summary>With <see cref="CatalogModel.Remote"/>.</summary>
    public required CatalogModel Entry { get; init; }

    public required RemoteEngine Engine { get; init; }
}

/// <summary>Adds a model that an engine on another server answers for: it must have answered once before the catalog names it.</summary>
internal sealed class RemoteAddition(ServeOptions options, IAnsiConsole console)
{
    readonly HostLayout _layout = new(options.DataFolder);

    public async Task<int> RunAsync(AskedRemote asked, CancellationToken ct)
    {
        await using var services = Features.ForModels(_layout, options);
        var installed = services.GetRequiredService<InstalledModels>();
        installed.RequireFree(asked.Entry.Id);
        var entry = asked.Entry with { Remote = asked.Engine, Tenants = await ModelClinics.FindAsync(_layout, asked.Tenants, ct) };
        InstalledModels.Check(entry with { ContextTokens = Math.Max(1, entry.ContextTokens) }); // before anything is sent to a wrong address
        var facts = await services.GetRequiredService<RemoteProbe>().CheckAsync(asked.Engine, ct);
        entry = entry with { ContextTokens = ContextOf(entry, facts), Remote = asked.Engine with { Extensions = facts.Extensions } };
        installed.Add(entry);
        Tell(entry, asked.Engine, facts);
        return 0;
    }

    static int ContextOf(CatalogModel entry, RemoteFacts facts) => (entry.ContextTokens, facts.ContextTokens) switch
    {
        (0, 0) => throw new CommandException("The engine does not say how many tokens prompt and answer may have together. Look there, and give them with --context. Nothing was added."),
        (0, var told) => told,
        (var asked, > 0 and var told) when asked > told => throw new CommandException($"The engine says that prompt and answer may have {told} tokens together, and --context is {asked}. Give no more than that. Nothing was added."),
        (var asked, _) => asked,
    };

    void Tell(CatalogModel entry, RemoteEngine engine, RemoteFacts facts)
    {
        Steps.Done(console, $"{entry.Id} added: remote at {engine.Address.Server}, {engine.Model}");
        console.Profile.Out.Writer.WriteLine(Said(entry.ContextTokens, facts));
        foreach (var secret in ((string?[])[engine.ClientKey ?? engine.ClientCertificate, engine.ApiKeyFile]).OfType<string>().Where(OthersCanRead))
        {
            console.Profile.Out.Writer.WriteLine($"Every account can read {secret}: chmod 0600, and make it the Host's own.");
        }
    }

    static bool OthersCanRead(string file) => (File.GetUnixFileMode(file) & UnixFileMode.OtherRead) != 0;

    /// <summary>What was found, in one line.</summary>
    public static string Said(int context, RemoteFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"It answers. Context {context:N0} tokens; {(facts.TakesMessages ? "takes messages" : "takes texts only: it knows no chat template")}; exact quotations: {YesNo(facts, RemoteEngine.SpanExtension)}; counts tokens: {YesNo(facts, RemoteEngine.TokenizeExtension)}.");

    static string YesNo(RemoteFacts facts, string extension) => facts.Extensions.Contains(extension) ? "yes" : "no";
}
