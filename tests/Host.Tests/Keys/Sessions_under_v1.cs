using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Keys;

/// <summary>A signed-in person may use /v1 too, from this Host's pages only, and never by the cookie where a key is presented.</summary>
[Collection(OneHost.Name)]
public sealed class Sessions_under_v1(ScribeHost host)
{
    public static TheoryData<string> ScopePolicies => [.. ScopeNames.All];

    [Theory]
    [MemberData(nameof(ScopePolicies))]
    public async Task Are_those_of_a_person_of_the_clinic_whatever_the_role(string policy)
    {
        foreach (var (visitor, tenant) in (IEnumerable<(Visitor, OnPremLlm.Tenancy.TenantId)>)[(host.Clinician, host.North.Id), (host.Compliance, host.North.Id), (host.OtherClinician, host.South.Id)])
        {
            var answer = await Programs_with_a_key.AskAsync(visitor, policy, key: null);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Matches($"^{tenant}  [0-9a-f-]{{36}}$", answer.Body); // no key, a person
        }
    }

    [Fact]
    public async Task Of_an_operator_who_belongs_to_no_clinic_are_refused_in_the_interface_s_own_form()
    {
        const string Password = "correct horse battery staple";
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().AddAsync("operator@keys.test", "Olga", Password, Role.Operator, tenant: null, default);
        }

        using var visitor = await Visitor.SignInAsync(host.Address, "operator@keys.test", Password);

        var answer = await Programs_with_a_key.AskAsync(visitor, Policies.Inference, key: null);

        Assert.Equal((HttpStatusCode.Forbidden, "no_clinic"), (answer.Status, Programs_with_a_key.Error(answer, "code")));
    }

    [Theory]
    [InlineData("opl_wrong")]
    [InlineData("")]
    public async Task Do_not_help_a_wrong_key(string key) => await Programs_with_a_key.IsRefusedAsync(host.Clinician, key);

    [Fact]
    public void Do_not_help_two_headers_of_which_nobody_knows_which_counts()
    {
        var request = new DefaultHttpContext().Request; // HttpClient does not send two
        request.Headers.Authorization = new(["Basic YTpi", "Bearer opl_x"]);

        Assert.True(BearerRequests.HasBearer(request));
        Assert.Null(BearerRequests.Token(request));
    }

    [Fact]
    public async Task Add_nothing_to_a_key_not_even_of_the_same_clinic()
    {
        var north = await host.CreateKeyAsync(host.North, OnPremLlm.Tenancy.ApiKeys.ApiKeyScopes.Models);

        Assert.Equal($"{host.North.Id} {north.Key.Id} ", (await Programs_with_a_key.AskAsync(host.OtherClinician, Policies.ModelList, north.Text)).Body);
        Assert.Equal(HttpStatusCode.Forbidden, (await Programs_with_a_key.AskAsync(host.Clinician, Policies.Inference, north.Text)).Status);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task From_another_site_are_refused_where_a_key_needs_no_origin(string header, string value)
    {
        var key = (await host.CreateKeyAsync(host.North)).Text;
        var path = ScopeProbes.PathOf(Policies.Inference);

        var session = await host.Clinician.SendAsync(HttpMethod.Post, path, "{}", (header, value));
        var program = await host.Clinician.SendAsync(HttpMethod.Post, path, "{}", (header, value), ("Authorization", $"bearer {key}"));
        var riding = await host.Clinician.SendAsync(HttpMethod.Post, path, "{}", (header, value), ("Authorization", "Bearer x"));
        var elsewhere = await host.Clinician.SendAsync(HttpMethod.Post, "api/visits", null, (header, value), ("Authorization", $"Bearer {key}"));

        Assert.Equal((HttpStatusCode.Forbidden, "foreign_origin"), (session.Status, Programs_with_a_key.Error(session, "code")));
        Assert.Equal(HttpStatusCode.OK, program.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, riding.Status);
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.Status);
    }

    [Fact]
    public async Task Are_used_beside_a_proxy_s_own_Authorization()
    {
        var answer = await host.Clinician.SendAsync(HttpMethod.Get, ScopeProbes.PathOf(Policies.Inference), null, ("Authorization", "Basic YTpi"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public void A_caller_is_a_key_or_a_person_of_a_clinic_and_never_both_or_neither()
    {
        var tenant = new Claim(Caller.TenantClaim, host.North.Id.ToString());
        var key = new Claim(ApiCaller.KeyClaim, "0123456789abcdef");
        var person = new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString());

        Assert.NotNull(ApiCaller.From(Of(tenant, key)).Key);
        Assert.NotNull(ApiCaller.From(Of(tenant, person)).Person);
        foreach (var wrong in (ClaimsPrincipal?[])[null, Of(), Of(tenant), Of(key), Of(person), Of(tenant, key, person), Of(tenant, new Claim(ApiCaller.KeyClaim, "x"))])
        {
            Assert.Throws<NoCallerException>(() => ApiCaller.From(wrong));
        }
    }

    static ClaimsPrincipal Of(params Claim[] claims) => new(new ClaimsIdentity(claims, "test"));
}
