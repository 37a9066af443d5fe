using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Limits;
using OnPremLlm.Host.Tests.Models;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Tests.Web;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Limits;
using OnPremLlm.Tenancy.People;
using Spectre.Console;

namespace OnPremLlm.Host.Tests.Limits;

/// <summary>IT sets them on the command line, the clinic's administrator reads them, and the Host that runs keeps to them.</summary>
[Collection(OneHost.Name)]
public sealed class Limits_of_clinics(ScribeHost host) : IAsyncLifetime, IDisposable
{
    readonly ModelShelf _shelf = new(host);
    readonly StringWriter _output = new();
    readonly string _model = "m-" + Guid.NewGuid().ToString("N")[..8];
    bool _added;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_added)
        {
            await _shelf.RemoveAsync(_model);
        }

        await ChangeAsync(host.North, _ => new());
        await ChangeAsync(host.South, _ => new());
    }

    async Task AddModelAsync(IsolationMode isolation)
    {
        await _shelf.AddAsync(_model, asked => asked with { Entry = asked.Entry with { Isolation = isolation } });
        _added = true;
    }

    public void Dispose()
    {
        _shelf.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Are_shown_with_their_units_and_with_what_counts_where_nothing_is_set()
    {
        await RunAsync("set", "--tenant", "North", "--concurrency", "1", "--tokens-per-minute", "20000", "--weight", "0.5");

        var north = (await ShownAsync("North")).Split('\n');

        Assert.Contains(north, line => Row(line) is "North | Requests at a time | 1 request | --concurrency");
        Assert.Contains(north, line => Row(line).StartsWith("North | Requests that wait | 64 requests (default) | ", StringComparison.Ordinal));
        Assert.Contains(north, line => Row(line).StartsWith("North | Tokens a minute | 20,000 tokens | ", StringComparison.Ordinal));
        Assert.Contains(north, line => Row(line).StartsWith("North | Context | no limit (default) | ", StringComparison.Ordinal));
        Assert.Contains(north, line => Row(line).StartsWith("North | Weight | 0.5 | ", StringComparison.Ordinal));
        Assert.Contains("Requests at a time: of one model; further ones wait.", north);
        var all = await ShownAsync(null);
        Assert.Equal(all.IndexOf("further ones wait", StringComparison.Ordinal), all.LastIndexOf("further ones wait", StringComparison.Ordinal)); // told once, not for each clinic
        Assert.Contains("South", all, StringComparison.Ordinal);
        Assert.DoesNotContain("South", string.Concat(north), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_are_not_given_stay_and_are_taken_away_one_by_one_or_together()
    {
        await RunAsync("set", "--tenant", "North", "--concurrency", "2", "--queue", "0");
        await RunAsync("set", "--tenant", "North", "--context", "100");
        Assert.Equal((2, 0, 100), await SetAsync(host.North));
        Assert.Equal((null, null, null), await SetAsync(host.South));

        await RunAsync("reset", "--tenant", "North", "queue", "context");
        Assert.Equal((2, null, null), await SetAsync(host.North));
        await RunAsync("reset", "--tenant", "North");
        await RunAsync("reset", "--tenant", "North");
        Assert.Equal((null, null, null), await SetAsync(host.North));
    }

    [Theory]
    [InlineData(2, "set", "--tenant", "North")]
    [InlineData(2, "set", "--concurrency", "2")]
    [InlineData(2, "set", "--tenant", "North", "--concurrency", "0")]
    [InlineData(2, "set", "--tenant", "North", "--concurrency", "65")]
    [InlineData(2, "set", "--tenant", "North", "--queue", "-1")]
    [InlineData(2, "set", "--tenant", "North", "--queue", "1001")]
    [InlineData(2, "set", "--tenant", "North", "--tokens-per-minute", "99")]
    [InlineData(2, "set", "--tenant", "North", "--context", "15")]
    [InlineData(2, "set", "--tenant", "North", "--context", "1048577")]
    [InlineData(2, "set", "--tenant", "North", "--weight", "0")]
    [InlineData(2, "set", "--tenant", "North", "--weight", "11")]
    [InlineData(2, "set", "--tenant", "North", "--weight", "NaN")]
    [InlineData(2, "reset", "--tenant", "North", "everything")]
    [InlineData(1, "set", "--tenant", "West", "--queue", "1")]
    [InlineData(1, "show", "--tenant", "West")]
    public async Task That_are_asked_for_wrongly_are_refused_and_nothing_changes(int code, params string[] arguments)
    {
        var before = (await SetAsync(host.North), await SetAsync(host.South));

        Assert.Equal(code, await Commands.RunAsync(["limits", .. arguments, "--data", host.Folder]));

        Assert.Equal(before, (await SetAsync(host.North), await SetAsync(host.South)));
    }

    [Fact]
    public async Task Are_read_by_the_clinics_own_administrator_and_by_nobody_else()
    {
        await RunAsync("set", "--tenant", "North", "--concurrency", "3", "--weight", "2");
        using var north = await host.SignInNewAsync($"{Guid.NewGuid():N}@north.test", Role.TenantAdministrator, host.North);
        using var south = await host.SignInNewAsync($"{Guid.NewGuid():N}@south.test", Role.TenantAdministrator, host.South);
        using var nobody = Visitor.Nobody(host.Address);
        const string Path = "api/admin/limits";

        var mine = await north.GetAsync<LimitsSummary>(Path);

        Assert.Equal((3, null, null, null, 2.0), (mine.Concurrency, mine.Queue, mine.TokensPerMinute, mine.ContextTokens, mine.Weight));
        Assert.NotNull(mine.ChangedAt);
        Assert.Null((await south.GetAsync<LimitsSummary>(Path)).Concurrency);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Clinician.SendAsync(HttpMethod.Get, Path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Compliance.SendAsync(HttpMethod.Get, Path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(HttpMethod.Get, Path)).Status);
        foreach (var method in (string[])["PUT", "POST", "PATCH", "DELETE"])
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await north.SendAsync(new HttpMethod(method), Path, "{}")).Status);
        }
    }

    [Fact]
    public async Task Stand_on_the_clinics_page_and_not_on_anothers()
    {
        await RunAsync("set", "--tenant", "North", "--tokens-per-minute", "12345");
        using var north = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        using var south = await PageReader.SignInAsync(host, host.South, Role.TenantAdministrator);

        var page = PageReader.Words(await north.ReadAsync("admin"));

        Assert.Contains("Tokens a minute 12,345 tokens", page, StringComparison.Ordinal);
        Assert.Contains("Requests at a time no limit (default)", page, StringComparison.Ordinal);
        Assert.Contains("Tokens a minute no limit (default)", PageReader.Words(await south.ReadAsync("admin")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_context_count_within_seconds_and_for_that_clinic_only()
    {
        await AddModelAsync(IsolationMode.Dedicated);
        var (most, theirs) = (await ContextAsync(host.Clinician), await ContextAsync(host.OtherClinician));
        await RunAsync("set", "--tenant", "North", "--context", "24");
        await TakenAsync(host.North, limits => limits.ContextTokens == 24);

        Assert.Equal(most, theirs);
        Assert.Equal((24, theirs), (await ContextAsync(host.Clinician), await ContextAsync(host.OtherClinician)));
        var refused = await AskAsync(host.Clinician, maxTokens: 24);
        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (refused.Status, Error(refused, "code")));
        Assert.Contains("this clinic may use 24 tokens in one request (a limit that IT set;", Error(refused, "message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host.OtherClinician, maxTokens: 24)).Status);

        var asManyAsFit = await AskAsync(host.Clinician, maxTokens: null);
        Assert.Equal(HttpStatusCode.OK, asManyAsFit.Status);
        Assert.InRange((int?)JsonNode.Parse(asManyAsFit.Body)?["usage"]?["total_tokens"] ?? 0, 1, 24);
    }

    [Fact]
    public async Task Of_one_clinic_delay_no_other_and_a_change_counts_for_the_next_request()
    {
        await AddModelAsync(IsolationMode.Shared);
        await RunAsync("set", "--tenant", "North", "--concurrency", "1", "--queue", "0");
        await TakenAsync(host.North, limits => limits is { Concurrency: 1, Queue: 0 });
        var owner = new OwnerId(host.North.Id.Value);
        var request = new GenerationRequest { Prompt = new() { Parts = [new PromptPart.Text("a")] }, MaxTokens = 4 };
        await using var held = host.Services.GetRequiredService<ILanguageModels>().Find(owner, _model)!.GenerateAsync(owner, request, default).GetAsyncEnumerator(); // it was just added
        Assert.True(await held.MoveNextAsync()); // the only place of the clinic, until it is left

        var busy = await AskAsync(host.Clinician, maxTokens: 4);
        Assert.Equal((HttpStatusCode.TooManyRequests, "queue_full"), (busy.Status, Error(busy, "code")));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host.OtherClinician, maxTokens: 4)).Status);

        await RunAsync("set", "--tenant", "North", "--concurrency", "2");
        await TakenAsync(host.North, limits => limits is { Concurrency: 2 });
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host.Clinician, maxTokens: 4)).Status);
    }

    // The CLI's own console is not this test's: what it prints is looked at where it is shown.
    async Task RunAsync(params string[] arguments) => Assert.Equal(0, await Commands.RunAsync(["limits", .. arguments, "--data", host.Folder]));

    Task<Answer> AskAsync(Visitor visitor, int? maxTokens) => visitor.SendAsync(HttpMethod.Post, "v1/completions", $$"""{"model":"{{_model}}","prompt":"a b c","max_tokens":{{(maxTokens is { } most ? most : "null")}}}""");

    async Task<int?> ContextAsync(Visitor visitor)
    {
        var answer = await visitor.SendAsync(HttpMethod.Post, "v1/tokenize", $$"""{"model":"{{_model}}","prompt":"a b c"}""");
        Visitor.Succeeded(answer);
        return (int?)JsonNode.Parse(answer.Body)?["max_model_len"];
    }

    // The Host reads them by itself; a test that it does not do so ends by the patience.
    async Task TakenAsync(Tenant tenant, Func<OwnerLimits, bool> wanted)
    {
        var limits = host.Services.GetRequiredService<ClinicLimits>();
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (wanted(limits.Of(new(tenant.Id.Value))))
            {
                taken.TrySetResult();
            }
        }

        limits.Changed += Look;
        Look();
        await taken.Task.WaitAsync(TimeSpan.FromSeconds(60));
        limits.Changed -= Look;
    }

    Task<TenantLimits> ChangeAsync(Tenant tenant, Func<TenantLimits, TenantLimits> change) => host.Services.GetRequiredService<LimitsDesk>().ChangeAsync(tenant.Id, change, default);

    async Task<(int? Concurrency, int? Queue, int? Context)> SetAsync(Tenant tenant)
    {
        var limits = await host.Services.GetRequiredService<LimitsDesk>().GetAsync(tenant.Id, default);
        return (limits.Concurrency, limits.Queue, limits.ContextTokens);
    }

    async Task<string> ShownAsync(string? tenant)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });
        var before = _output.ToString().Length;
        await LimitDesk.ShowAsync(host.Folder, tenant, console, default);
        return _output.ToString()[before..];
    }

    static string Row(string line) => string.Join(" | ", line.Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    static string? Error(Answer answer, string field) => JsonNode.Parse(answer.Body)?["error"]?[field]?.GetValue<string>();
}
