using System.CommandLine;
using OnPremLlm.Host.Limits;
using Spectre.Console;
using static OnPremLlm.Tenancy.Limits.LimitBounds;

namespace OnPremLlm.Host.Cli;

/// <summary><c>onpremllm limits</c>: show, set, reset.</summary>
internal static class LimitCommands
{
    public static Command Make(Option<string> data) => new("limits", "What a clinic may take of the language models. A Host that is running takes a change within seconds.") { Show(data), Set(data), Reset(data) };

    static Command Show(Option<string> data)
    {
        var tenant = new Option<string?>("--tenant") { Description = "The clinic's name (default: all clinics)" };
        var command = new Command("show", "Shows the limits, with what counts where nothing is set.") { tenant };
        command.SetAction((parsed, ct) => LimitDesk.ShowAsync(parsed.GetRequiredValue(data), parsed.GetValue(tenant), AnsiConsole.Console, ct));
        return command;
    }

    static Command Set(Option<string> data)
    {
        var tenant = Tenant();
        var concurrency = Range(LimitWords.Concurrency, LeastConcurrency, MostConcurrency, "Requests of one model at a time; further ones wait");
        var queue = Range(LimitWords.Queue, LeastQueue, MostQueue, "Requests of one model that may wait; further ones are refused");
        var tokens = Range(LimitWords.TokensPerMinute, LeastTokensPerMinute, MostTokensPerMinute, "Tokens a minute of one model, of prompts and answers; requests beyond it wait");
        var context = Range(LimitWords.Context, LeastContextTokens, MostContextTokens, "Tokens that prompt and answer of one request may have together");
        var weight = NumberOption.Decimal("--" + LimitWords.Weight, LeastWeight, MostWeight, FormattableString.Invariant($"Share while clinics compete, {LeastWeight} to {MostWeight}; 1 is everybody's where nothing is set"));
        var command = new Command("set", "Sets those limits that are given and leaves the others as they are.") { tenant, concurrency, queue, tokens, context, weight };
        command.Validators.Add(result =>
        {
            if (((Option[])[concurrency, queue, tokens, context, weight]).All(option => result.GetResult(option) is null))
            {
                result.AddError($"Give at least one limit: --{string.Join(", --", LimitWords.Names)}.");
            }
        });
        command.SetAction((parsed, ct) => LimitDesk.ChangeAsync(
            parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(tenant),
            limits => limits with
            {
                Concurrency = parsed.GetValue(concurrency) ?? limits.Concurrency,
                Queue = parsed.GetValue(queue) ?? limits.Queue,
                TokensPerMinute = parsed.GetValue(tokens) ?? limits.TokensPerMinute,
                ContextTokens = parsed.GetValue(context) ?? limits.ContextTokens,
                Weight = parsed.GetValue(weight) ?? limits.Weight,
            },
            AnsiConsole.Console,
            ct));
        return command;
    }

    static Command Reset(Option<string> data)
    {
        var tenant = Tenant();
        var names = new Argument<string[]>("limit") { Description = $"{string.Join(", ", LimitWords.Names)}; all of them if left out", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. LimitWords.Names]);
        var command = new Command("reset", "Takes limits away, so that the default counts again. Can be run again.") { tenant, names };
        command.SetAction((parsed, ct) => LimitDesk.ChangeAsync(
            parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(tenant),
            limits => (parsed.GetValue(names) is { Length: > 0 } some ? some : LimitWords.Names).Aggregate(limits, LimitWords.Without),
            AnsiConsole.Console,
            ct));
        return command;
    }

    static Option<string> Tenant() => new("--tenant") { Description = "The clinic's name", Required = true };

    static Option<int?> Range(string name, int least, int most, string description) =>
        NumberOption.Whole("--" + name, least, most, FormattableString.Invariant($"{description}; {least} to {most}"));
}
