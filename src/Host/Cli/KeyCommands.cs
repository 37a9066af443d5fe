using System.CommandLine;
using OnPremLlm.Host.Composition;
using OnPremLlm.Tenancy.ApiKeys;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary><c>onpremllm keys</c>: create, list, revoke.</summary>
internal static class KeyCommands
{
    public static Command Make(Option<string> data)
    {
        var tenant = new Option<string>("--tenant") { Description = "The clinic's name", Required = true };
        return new Command("keys", "API keys, by which programs use a clinic's models (/v1).") { Create(data, tenant), List(data, tenant), Revoke(data, tenant) };
    }

    static Command Create(Option<string> data, Option<string> tenant)
    {
        var name = new Option<string>("--name") { Description = "What the key is for, 1 to 100 characters", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = "inference (chat, completions, counting tokens), embeddings or models; may be given again (default: all)" };
        scopes.AcceptOnlyFromAmong([.. ScopeNames.All]);
        var days = NumberOption.Whole("--expires-in", 1, ApiKeyLifetime.MostDays, $"Days that the key is valid, 1 to {ApiKeyLifetime.MostDays} (default: {ApiKeyLifetime.DefaultDays})");
        var never = new Option<bool>("--never-expires") { Description = "The key is valid until it is revoked" };
        var quiet = new Option<bool>("--quiet") { Description = "Prints the key and nothing else" };
        var command = new Command("create", "Makes a key and prints it once, alone on the standard output.") { tenant, name, scopes, days, never, quiet };
        command.Validators.Add(result =>
        {
            if (result.GetResult(days) is not null && result.GetResult(never) is not null)
            {
                result.AddError("Give --expires-in or --never-expires, not both.");
            }
        });
        command.SetAction(async (parsed, ct) => await KeyDesk.CreateAsync(
            parsed.GetRequiredValue(data),
            new AskedKey(parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(name), parsed.GetValue(scopes) is { Length: > 0 } some ? some : null, parsed.GetValue(days), parsed.GetValue(never)),
            Console.Out,
            parsed.GetValue(quiet) ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
            ct));
        return command;
    }

    static Command List(Option<string> data, Option<string> tenant)
    {
        var command = new Command("list", "Lists a clinic's keys, the newest first.") { tenant };
        command.SetAction(async (parsed, ct) => await KeyDesk.ListAsync(parsed.GetRequiredValue(data), parsed.GetRequiredValue(tenant), AnsiConsole.Console, ct));
        return command;
    }

    static Command Revoke(Option<string> data, Option<string> tenant)
    {
        var id = new Argument<string>("id") { Description = "The key's id: 16 letters and digits, as keys list shows it" };
        var command = new Command("revoke", "Ends a key at once and for good. Can be run again.") { tenant, id };
        command.SetAction(async (parsed, ct) => await KeyDesk.RevokeAsync(parsed.GetRequiredValue(data), parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(id), AnsiConsole.Console, ct));
        return command;
    }
}
