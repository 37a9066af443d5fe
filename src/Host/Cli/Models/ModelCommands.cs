using System.CommandLine;
using OnPremLlm.Host.Composition;
using OnPremLlm.Tenancy.ControlPlane;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary><c>onpremllm models</c>: add, verify, list, remove, bench.</summary>
internal static class ModelCommands
{
    static readonly Option<string?> _app = new("--app") { Description = "The folder that holds worker/, native/ and models/ (default: above the program)", Recursive = true };

    static readonly Option<string?> _native = MakeNative();

    public static Command Make(Option<string> data) => new("models", "Language models of this installation.")
    {
        _app, _native, AddCommand.Make(data), Verify(data), List(data), Remove(data), Bench(data),
    };

    public static ServeOptions Installation(ParseResult parsed, Option<string> data)
    {
        var folder = parsed.GetRequiredValue(data);
        _ = ControlSettings.Read(new HostLayout(folder).ControlFile); // a wrong folder would look like an installation without models
        var options = new ServeOptions { DataFolder = folder, NativeFolder = parsed.GetValue(_native) is { } package ? Path.GetFullPath(package) : null };
        return parsed.GetValue(_app) is { } app ? options with { AppFolder = Path.GetFullPath(app) } : options;
    }

    static Option<string?> MakeNative()
    {
        var native = Commands.Native();
        native.Recursive = true;
        return native;
    }

    static Command Verify(Option<string> data)
    {
        var id = new Argument<string?>("id") { Description = "A model's id; all models if left out", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("verify", "Computes the SHA-256 of every file again and compares it with the catalog.") { id };
        command.SetAction((parsed, ct) => ModelDesk.VerifyAsync(Installation(parsed, data), parsed.GetValue(id), AnsiConsole.Console, ct));
        return command;
    }

    static Command List(Option<string> data)
    {
        var command = new Command("list", "Lists the models with their provenance and what they need.");
        command.SetAction((parsed, ct) => ModelDesk.ListAsync(Installation(parsed, data), AnsiConsole.Console, ct));
        return command;
    }

    static Command Remove(Option<string> data)
    {
        var id = new Argument<string>("id") { Description = "The model's id" };
        var yes = new Option<bool>("--yes") { Description = "Does not ask first" };
        var command = new Command("remove", "Takes a model out, and deletes its files unless they were added in place. A Host that is running lets it go within a minute.") { id, yes };
        command.SetAction((parsed, _) => ModelDesk.RemoveAsync(Installation(parsed, data), parsed.GetRequiredValue(id), parsed.GetValue(yes) ? null : Asked, AnsiConsole.Console));
        return command;
    }

    static Command Bench(Option<string> data)
    {
        var id = new Argument<string>("id") { Description = "The model's id" };
        var command = new Command("bench", "Loads a model in a worker of its own and measures prompt and generation speed.") { id };
        command.SetAction((parsed, ct) => ModelBench.RunAsync(Installation(parsed, data), parsed.GetRequiredValue(id), AnsiConsole.Console, ct));
        return command;
    }

    // Without a terminal nobody can answer, and silence is a no.
    static bool Asked(string question) => !Console.IsInputRedirected && AnsiConsole.Confirm(Markup.Escape(question), defaultValue: false);
}
