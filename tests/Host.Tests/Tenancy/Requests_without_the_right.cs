using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Tenancy;

[Collection(OneHost.Name)]
public sealed class Requests_without_the_right(ScribeHost host)
{
    // Made by the framework (files outside the list of static ones, redirections of pages); without metadata each falls under the fallback policy, which refuses whoever has no session.
    static readonly string?[] _frameworks = ["Fallback {**path:file}", "Blazor Opaque Redirection"];

    [Fact]
    public void Every_endpoint_names_a_policy_or_says_why_it_belongs_to_no_clinic()
    {
        var endpoints = host.Services.GetEndpoints();

        Assert.Contains(endpoints, e => e.Metadata.GetMetadata<OutsideTenancy>() is not null);
        Assert.Contains(endpoints, HasPolicy);
        Assert.DoesNotContain(endpoints, e => !HasPolicy(e) && e.Metadata.GetMetadata<OutsideTenancy>() is null && !_frameworks.Contains(e.DisplayName));
    }

    [Fact]
    public void Nobody_but_pages_and_the_sign_in_is_answered_without_a_session() => Assert.DoesNotContain(
        host.Services.GetEndpoints(),
        e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && (e.RoutePattern.RawText ?? "").StartsWith("/api", StringComparison.Ordinal) && e.RoutePattern.RawText is not "/api/session/");

    [Theory]
    [InlineData("GET", "api/visits")]
    [InlineData("POST", "api/visits")]
    [InlineData("GET", "api/visits/0191d3a6-0000-7000-8000-000000000000")]
    [InlineData("POST", "api/visits/0191d3a6-0000-7000-8000-000000000000/sign")]
    [InlineData("GET", "api/compliance/records")]
    [InlineData("POST", "api/compliance/sweep")]
    [InlineData("GET", "api/admin/people")]
    [InlineData("GET", "api/session")]
    [InlineData("POST", "hubs/visits/negotiate?negotiateVersion=1")]
    public async Task Without_a_session_they_are_answered_401(string method, string path)
    {
        using var nobody = Visitor.Nobody(host.Address);

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(new HttpMethod(method), path)).Status);
    }

    [Theory]
    [InlineData("GET", "api/visits")]
    [InlineData("POST", "api/visits")]
    [InlineData("GET", "api/admin/people")]
    [InlineData("POST", "hubs/visits/negotiate?negotiateVersion=1")]
    public async Task A_compliance_person_is_answered_403_on_what_is_others_work(string method, string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Compliance.SendAsync(new HttpMethod(method), path)).Status);

    [Theory]
    [InlineData("GET", "api/compliance/records")]
    [InlineData("GET", "api/compliance/receipts")]
    [InlineData("POST", "api/compliance/sweep")]
    [InlineData("GET", "api/admin/people")]
    [InlineData("GET", "api/admin/engines")]
    public async Task A_clinician_is_answered_403_on_what_is_others_work(string method, string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Clinician.SendAsync(new HttpMethod(method), path)).Status);

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task From_another_site_neither_a_change_nor_the_hub_is_reached(string header, string value)
    {
        var before = (await host.Clinician.GetAsync<List<VisitSummary>>("api/visits")).Count;

        var change = await host.Clinician.SendAsync(HttpMethod.Post, "api/visits", null, (header, value));
        var negotiation = await host.Clinician.SendAsync(HttpMethod.Post, "hubs/visits/negotiate?negotiateVersion=1", null, (header, value));
        var socket = await host.Clinician.SendAsync(HttpMethod.Get, "hubs/visits?id=x", null, (header, value));

        Assert.All([change, negotiation, socket], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.Equal(before, (await host.Clinician.GetAsync<List<VisitSummary>>("api/visits")).Count);
    }

    [Fact]
    public async Task From_the_own_origin_a_change_is_made()
    {
        var answer = await host.Clinician.SendAsync(HttpMethod.Post, "api/visits", null, ("Origin", host.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    static bool HasPolicy(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is not null);
}
