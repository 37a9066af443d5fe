using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Keys;

/// <summary>What a key opens under /v1, and that it opens nothing else.</summary>
[Collection(OneHost.Name)]
public sealed class Programs_with_a_key(ScribeHost host) : IDisposable
{
    readonly Visitor _program = Visitor.Nobody(host.Address);

    public static TheoryData<string> ScopePolicies => [.. ScopeNames.All];

    public void Dispose() => _program.Dispose();

    [Theory]
    [MemberData(nameof(ScopePolicies))]
    public async Task Are_those_of_the_key_s_clinic_and_no_person(string policy)
    {
        var (north, south) = (await host.CreateKeyAsync(host.North), await host.CreateKeyAsync(host.South));

        Assert.Equal(new Answer(HttpStatusCode.OK, $"{host.North.Id} {north.Key.Id} "), await AskAsync(_program, policy, north.Text));
        Assert.Equal(new Answer(HttpStatusCode.OK, $"{host.South.Id} {south.Key.Id} "), await AskAsync(_program, policy, south.Text));
    }

    [Theory]
    [MemberData(nameof(ScopePolicies))]
    public async Task Without_the_scope_are_told_which_one_is_missing(string policy)
    {
        var lacking = await host.CreateKeyAsync(host.North, ApiKeyScopes.All & ~ScopeNames.Parse([policy]));
        var having = await host.CreateKeyAsync(host.North, ScopeNames.Parse([policy]));

        var refused = await AskAsync(_program, policy, lacking.Text);

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(("insufficient_permissions", "missing_scope"), (Error(refused, "type"), Error(refused, "code")));
        Assert.Contains($"lacks the scope {policy}.", Error(refused, "message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_program, policy, having.Text)).Status);
    }

    [Fact]
    public async Task Are_refused_from_the_next_request_on_when_the_key_is_revoked()
    {
        var key = await host.CreateKeyAsync(host.North);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_program, Policies.Inference, key.Text)).Status);

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ApiKeys>().RevokeAsync(host.North.Id, key.Key.Id, default);
        }

        await IsRefusedAsync(_program, key.Text);
    }

    [Fact]
    public async Task Without_a_key_that_opens_something_are_told_where_to_get_one_and_the_key_is_not_repeated()
    {
        var key = (await host.CreateKeyAsync(host.North)).Text;
        string?[] wrong = [null, "", "opl_", "sk-something", key[..^1], key + "x", key.ToUpperInvariant(), "undefined"];

        foreach (var presented in wrong)
        {
            var answer = await IsRefusedAsync(_program, presented);
            Assert.DoesNotContain(presented is { Length: > 4 } ? presented[4..] : "opl_0", answer.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(key[21..64], host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_the_models_and_are_told_in_the_interface_s_own_form_where_there_is_nothing()
    {
        var key = ("Authorization", $"Bearer {(await host.CreateKeyAsync(host.North, ApiKeyScopes.Models)).Text}");

        var models = await _program.SendAsync(HttpMethod.Get, "v1/models", null, key);
        var chat = await _program.SendAsync(HttpMethod.Post, "v1/chat/completions", "{}", key);
        var nothing = await _program.SendAsync(HttpMethod.Get, "v1/nothing", null, key);
        var stranger = await _program.SendAsync(HttpMethod.Get, "v1/nothing");

        Assert.Equal(HttpStatusCode.OK, models.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "missing_scope"), (chat.Status, Error(chat, "code")));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (nothing.Status, Error(nothing, "code")));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), (stranger.Status, Error(stranger, "code")));
    }

    [Theory]
    [InlineData("GET", "api/visits")]
    [InlineData("GET", "api/session")]
    [InlineData("GET", "api/admin/keys")]
    [InlineData("GET", "api/compliance/records")]
    [InlineData("POST", "api/visits")]
    [InlineData("DELETE", "api/session")]
    [InlineData("GET", "api/nothing")]
    [InlineData("POST", "hubs/visits/negotiate?negotiateVersion=1")]
    public async Task Reach_nothing_but_v1(string method, string path)
    {
        var key = await host.CreateKeyAsync(host.North);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _program.SendAsync(new HttpMethod(method), path, null, ("Authorization", $"Bearer {key.Text}"))).Status);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("admin/keys/new")]
    [InlineData("compliance")]
    public async Task Are_sent_to_the_sign_in_from_every_page(string path)
    {
        var key = await host.CreateKeyAsync(host.North);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key.Text}");

        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public void Have_their_policies_on_endpoints_of_v1_only() => Assert.All(
        host.Services.GetEndpoints().Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Any(data => ScopeNames.All.Contains(data.Policy) || data.AuthenticationSchemes is not null)),
        endpoint => Assert.StartsWith("/v1/", endpoint.RoutePattern.RawText, StringComparison.Ordinal));

    [Fact]
    public async Task With_wrong_keys_are_slowed_after_60_and_a_valid_key_of_the_same_network_still_works()
    {
        var revoked = (await host.CreateKeyAsync(host.North)).Text;
        await RevokeAsync(revoked);
        for (var i = 0; i < ApiKeyBrake.WrongKeysPerMinute; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(_program, Policies.Inference, i % 2 == 0 ? "opl_wrong" : revoked, ("X-Forwarded-For", "10.3.0.1"))).Status);
        }

        using var http = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, ScopeProbes.PathOf(Policies.Inference));
        request.Headers.Add("Authorization", $"Bearer {revoked}");
        request.Headers.Add("X-Forwarded-For", "10.3.0.1");
        using var refused = await http.SendAsync(request);
        var nothing = await AskAsync(_program, Policies.Inference, "opl_wrong", ("X-Forwarded-For", "10.3.0.1"));
        var fresh = (await host.CreateKeyAsync(host.North)).Text; // the Host has never seen it
        var here = await AskAsync(_program, Policies.Inference, fresh, ("X-Forwarded-For", "10.3.0.1"));
        var elsewhere = await AskAsync(_program, Policies.Inference, revoked, ("X-Forwarded-For", "10.3.0.2"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter?.Delta ?? default, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("rate_limit_exceeded", Error(new(refused.StatusCode, await refused.Content.ReadAsStringAsync()), "code"));
        Assert.Equal(HttpStatusCode.TooManyRequests, nothing.Status);
        Assert.Equal(HttpStatusCode.OK, here.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.Status);
        await RevokeAsync(fresh);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(_program, Policies.Inference, fresh, ("X-Forwarded-For", "10.3.0.1"))).Status);
    }

    /// <summary>Attack: a flood of keys that look right takes every connection to the database, and the programs that have a key wait behind it.</summary>
    [Fact]
    public async Task That_flood_a_slow_network_are_looked_up_two_at_a_time_and_one_whose_key_opened_something_passes_them()
    {
        var address = IPAddress.Parse("10.4.0.1");
        using var brake = new ApiKeyBrake();
        brake.CountRight("known");

        IDisposable?[] held = [await brake.TryEnterAsync(address, "1", default), await brake.TryEnterAsync(address, "2", default)];
        var waiting = Enumerable.Range(3, 16).Select(number => brake.TryEnterAsync(address, $"{number}", default)).ToList();

        Assert.DoesNotContain(null, held);
        Assert.DoesNotContain(waiting, entering => entering.IsCompleted);
        Assert.Null(await brake.TryEnterAsync(address, "one too many", default));
        Assert.NotNull(await brake.TryEnterAsync(address, "known", default));
        Assert.NotNull(await brake.TryEnterAsync(IPAddress.Parse("10.4.0.2"), "1", default));
        held[0]!.Dispose(); // asserted
        Assert.NotNull(await waiting[0]);
        brake.CountWrong(address, "known"); // it was revoked
        Assert.False(brake.TryEnterAsync(address, "known", default).IsCompleted);
    }

    async Task RevokeAsync(string key)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ApiKeys>().RevokeAsync(host.North.Id, new(key[4..20]), default);
    }

    internal static Task<Answer> AskAsync(Visitor visitor, string policy, string? key, params (string Name, string Value)[] headers) =>
        visitor.SendAsync(HttpMethod.Get, ScopeProbes.PathOf(policy), null, key is null ? headers : [.. headers, ("Authorization", $"Bearer {key}")]);

    internal static string? Error(Answer answer, string field) => JsonNode.Parse(answer.Body)?["error"]?[field]?.GetValue<string>();

    internal static async Task<Answer> IsRefusedAsync(Visitor visitor, string? key)
    {
        var answer = await AskAsync(visitor, Policies.Inference, key);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(("invalid_request_error", "invalid_api_key", null), (Error(answer, "type"), Error(answer, "code"), Error(answer, "param")));
        Assert.Contains("/admin", Error(answer, "message"), StringComparison.Ordinal);
        return answer;
    }
}
