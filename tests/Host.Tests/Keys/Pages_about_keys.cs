using System.Net;
using System.Text.RegularExpressions;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Tests.Web;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Keys;

[Collection(OneHost.Name)]
public sealed partial class Pages_about_keys(ScribeHost host)
{
    const string New = "admin/keys/new";

    [Fact]
    public async Task Make_a_key_that_is_shown_once_and_revoke_it_after_asking()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        var name = $"Letters <b>{Guid.NewGuid():N}</b>";
        using var made = await reader.SubmitAsync(New, "Make the key", New, ("Asked.Name", name), ("Asked.Scopes", "models"), ("Asked.Scopes", "inference"), ("Asked.Days", "7"));
        var html = await made.Content.ReadAsStringAsync();
        var key = Key().Match(html).Value;
        using var program = Visitor.Nobody(host.Address);

        Assert.True(made.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("<b>", html.Replace("Scribe</b>", "", StringComparison.Ordinal).Replace("OnPremLlm <b>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("it is shown this once", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, Policies.Inference, key)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Programs_with_a_key.AskAsync(program, Policies.Embeddings, key)).Status);
        var row = await RowAsync(reader, key[4..20]);
        Assert.Contains("inference, models In use", row, StringComparison.Ordinal);
        Assert.Contains("Pat Reader", row, StringComparison.Ordinal);
        Assert.DoesNotContain(key[21..], await reader.ReadAsync("admin"), StringComparison.Ordinal);

        var revoke = $"admin/keys/{key[4..20]}/revoke";
        Assert.Contains("Revoke this API key?", await reader.ReadAsync(revoke), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, Policies.Inference, key)).Status); // asked only
        using var revoked = await reader.SubmitAsync(revoke, "Yes, revoke it", revoke);
        Assert.Contains("<h1>API key revoked</h1>", await revoked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Revoked", await RowAsync(reader, key[4..20]), StringComparison.Ordinal);
        await Programs_with_a_key.IsRefusedAsync(program, key);
    }

    [Theory]
    [InlineData("", "models", "7", "The key's name is empty.")]
    [InlineData("x", null, "7", "A key needs at least one scope")]
    [InlineData("x", "models", "367", "Give 1 to 366 days")]
    [InlineData("x", "models", "soon", "The days are no number.")]
    [InlineData("x", "everything", "7", "A scope is not known.")]
    public async Task Say_what_is_wrong_with_a_key_that_cannot_be_made(string name, string? scope, string days, string sentence)
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        (string, string)[] scopes = scope is null ? [] : [("Asked.Scopes", scope)];

        using var answer = await reader.SubmitAsync(New, "Make the key", New, [("Asked.Name", name), ("Asked.Days", days), .. scopes]);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Key(), html);
    }

    [Fact]
    public async Task Make_one_key_of_a_form_however_often_it_is_sent()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        var name = $"Once {Guid.NewGuid():N}";
        var form = await reader.FillAsync(New, "Make the key", ("Asked.Name", name), ("Asked.Scopes", "models"), ("Asked.Days", "7"));

        using var made = await reader.PostAsync(New, form);
        using var reloaded = await reader.PostAsync(New, form); // as a browser does that reloads the page with the key
        var html = await reloaded.Content.ReadAsStringAsync();

        Assert.Matches(Key(), await made.Content.ReadAsStringAsync());
        Assert.DoesNotMatch(Key(), html);
        Assert.Contains("No key was made now.", html, StringComparison.Ordinal);
        Assert.Single((await reader.ReadAsync("admin")).Split("<tr>"), row => row.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Make_no_key_of_a_form_that_was_shown_to_somebody_else()
    {
        using var north = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        using var south = await PageReader.SignInAsync(host, host.South, Role.TenantAdministrator);
        var form = await north.FillAsync(New, "Make the key");
        var number = form.Single(field => field.Key == "Asked.Form").Value;

        using var answer = await south.SubmitAsync(New, "Make the key", New, ("Asked.Form", number), ("Asked.Name", "x"), ("Asked.Scopes", "models"), ("Asked.Days", "7"));

        Assert.DoesNotMatch(Key(), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Of_another_clinic_s_key_say_that_there_is_none()
    {
        var key = await host.CreateKeyAsync(host.South);
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);

        foreach (var id in (string[])[key.Key.Id.Value, "0000000000000000", "x"])
        {
            using var answer = await reader.GetAsync($"admin/keys/{id}/revoke");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("<h1>No such key</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var posted = await reader.SubmitAsync(New, "Make the key", $"admin/keys/{key.Key.Id}/revoke", ("_handler", "revoke-key"));
        using var program = Visitor.Nobody(host.Address);
        Assert.Equal(HttpStatusCode.OK, (await Programs_with_a_key.AskAsync(program, Policies.Inference, key.Text)).Status);
    }

    [Fact]
    public async Task Take_no_form_without_this_Host_s_token()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        using var answer = await reader.PostEmptyAsync(New);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    static async Task<string> RowAsync(PageReader reader, string id) =>
        PageReader.Words((await reader.ReadAsync("admin")).Split("<tr>").Single(row => row.Contains($"<code>{id}</code>", StringComparison.Ordinal)));

    [GeneratedRegex("opl_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}")]
    private static partial Regex Key();
}
