using System.Net;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Keys;

[Collection(OneHost.Name)]
public sealed class Keys_that_an_administrator_manages(ScribeHost host) : IAsyncLifetime
{
    const string Path = "api/admin/keys";

    Visitor _north = null!; // set by InitializeAsync
    Visitor _south = null!;

    public async Task InitializeAsync()
    {
        _north = await host.SignInNewAsync($"{Guid.NewGuid():N}@north.test", Role.TenantAdministrator, host.North);
        _south = await host.SignInNewAsync($"{Guid.NewGuid():N}@south.test", Role.TenantAdministrator, host.South);
    }

    public Task DisposeAsync()
    {
        _north.Dispose();
        _south.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Are_shown_once_listed_without_their_text_and_revoked()
    {
        var answer = await _north.PostAsync(Path, new CreateApiKeyRequest { Name = " Letters ", Scopes = ["models"], ExpiresInDays = 1 });
        var made = Read(answer);
        using var program = Visitor.Nobody(host.Address);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, Policies.ModelList, made.Key)).Status);
        var list = await _north.SendAsync(HttpMethod.Get, Path);
        Assert.DoesNotContain(made.Key[21..], list.Body, StringComparison.Ordinal);
        var listed = await ListedAsync(made.Summary.Id);
        Assert.Equal(("Letters", "active", TimeSpan.FromDays(1)), (listed.Name, listed.State, listed.ExpiresAt - listed.CreatedAt));
        Assert.Equal(["models"], listed.Scopes);
        Assert.Equal((await _north.GetAsync<SignedIn>("api/session")).PersonId, listed.CreatedBy);
        Assert.NotNull(listed.LastUsedOn);

        Assert.Equal(HttpStatusCode.NoContent, (await RevokeAsync(_north, made.Summary.Id)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await RevokeAsync(_north, made.Summary.Id)).Status);
        Assert.Equal("revoked", (await ListedAsync(made.Summary.Id)).State);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Programs_with_a_key.AskAsync(program, Policies.ModelList, made.Key)).Status);
    }

    [Fact]
    public async Task Have_every_scope_and_90_days_unless_asked_otherwise()
    {
        var usual = Read(await _north.PostAsync(Path, new CreateApiKeyRequest { Name = "Usual" })).Summary;
        var endless = Read(await _north.PostAsync(Path, new CreateApiKeyRequest { Name = "Endless", NeverExpires = true })).Summary;

        Assert.Equal(["inference", "embeddings", "models"], usual.Scopes);
        Assert.Equal(TimeSpan.FromDays(90), usual.ExpiresAt - usual.CreatedAt);
        Assert.Null(endless.ExpiresAt);
    }

    [Fact]
    public async Task Of_another_clinic_are_neither_listed_nor_revoked_and_answered_like_none()
    {
        var made = Read(await _south.PostAsync(Path, new CreateApiKeyRequest { Name = "South" }));

        var foreign = await RevokeAsync(_north, made.Summary.Id);

        Assert.Equal((HttpStatusCode.NotFound, ApiErrors.ApiKeyNotFound), (foreign.Status, foreign.Code));
        Assert.Equal(foreign.Comparable, (await RevokeAsync(_north, "0000000000000000")).Comparable);
        Assert.Equal(foreign.Comparable, (await RevokeAsync(_north, "x")).Comparable);
        Assert.DoesNotContain(await _north.GetAsync<List<ApiKeySummary>>(Path), key => key.Id == made.Summary.Id);
        Assert.Equal("active", Assert.Single(await _south.GetAsync<List<ApiKeySummary>>(Path), key => key.Id == made.Summary.Id).State);
    }

    [Theory]
    [InlineData("""{"name":""}""", "The key's name is empty.")]
    [InlineData("""{"name":null}""", "The key's name is empty.")]
    [InlineData("""{"name":"a\u001bb"}""", "The key's name has control characters")]
    [InlineData("""{"name":"a","scopes":[]}""", "A key needs at least one scope")]
    [InlineData("""{"name":"a","scopes":["everything"]}""", "A scope is not known. Give any of: inference, embeddings, models.")]
    [InlineData("""{"name":"a","scopes":[null]}""", "A scope is not known.")]
    [InlineData("""{"name":"a","expiresInDays":0}""", "Give 1 to 366 days")]
    [InlineData("""{"name":"a","expiresInDays":367}""", "Give 1 to 366 days")]
    [InlineData("""{"name":"a","expiresInDays":1,"neverExpires":true}""", "both expire and never expire")]
    [InlineData("""{}""", "not the JSON")]
    public async Task That_cannot_be_made_are_refused_in_one_sentence(string body, string sentence)
    {
        var refused = await _north.PostAsync(Path, body);

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (refused.Status, refused.Code));
        Assert.Contains(sentence, System.Text.Json.Nodes.JsonNode.Parse(refused.Body)?["detail"]?.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("POST", Path)]
    [InlineData("DELETE", Path + "/0000000000000000")]
    public async Task Are_nobody_else_s_business(string method, string path)
    {
        using var nobody = Visitor.Nobody(host.Address);

        Assert.Equal(HttpStatusCode.Forbidden, (await host.Clinician.SendAsync(new HttpMethod(method), path, "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Compliance.SendAsync(new HttpMethod(method), path, "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(new HttpMethod(method), path, "{}")).Status);
    }

    static Task<Answer> RevokeAsync(Visitor visitor, string id) => visitor.SendAsync(HttpMethod.Delete, $"{Path}/{id}");

    static NewApiKeyText Read(Answer answer)
    {
        Visitor.Succeeded(answer);
        return System.Text.Json.JsonSerializer.Deserialize<NewApiKeyText>(answer.Body, System.Text.Json.JsonSerializerOptions.Web) ?? throw new InvalidOperationException("The answer was null.");
    }

    async Task<ApiKeySummary> ListedAsync(string id) => Assert.Single(await _north.GetAsync<List<ApiKeySummary>>(Path), key => key.Id == id);
}
