using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Models;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Web;

[Collection(OneHost.Name)]
public sealed class What_monitoring_is_told(ScribeHost host) : IAsyncLifetime, IDisposable
{
    readonly ModelShelf _shelf = new(host);
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var model in host.Services.GetRequiredService<ModelRegistry>().All().Where(model => model.Id.EndsWith(_id, StringComparison.Ordinal)))
        {
            await _shelf.RemoveAsync(model.Id);
        }
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task Needs_no_session()
    {
        using var nobody = Visitor.Nobody(host.Address);

        Assert.Equal((HttpStatusCode.OK, """{"status":"ok"}"""), await AskAsync(nobody, "healthz"));
        var (status, body) = await AskAsync(nobody, "readyz");
        Assert.Equal(HttpStatusCode.OK, status);
        var told = JsonNode.Parse(body)!; // JSON
        Assert.Equal((true, "ok", "ok"), ((bool?)told["ready"], (string?)told["database"], (string?)told["keys"]));
        Assert.Contains(told["models"]!.AsArray(), model => (string?)model!["id"] == ScribeHost.ModelId); // an array of objects
    }

    [Fact]
    public async Task Is_the_state_of_each_model_with_a_word_for_why_it_failed_and_no_clinic()
    {
        await _shelf.AddAsync("good-" + _id, asked => asked with { Path = _shelf.File(1) });
        await _shelf.AddAsync("gone-" + _id, asked => asked with { Path = _shelf.File(2) });
        await _shelf.AddAsync("secret-" + _id, asked => asked with { Path = _shelf.File(3), Tenants = ["North"] });
        Assert.Equal("not-loaded", await StateAsync("good-" + _id));
        File.Delete(host.Services.GetRequiredService<ModelRegistry>().All().Single(model => model.Id == "gone-" + _id).Files[0].Path);
        Assert.Equal(HttpStatusCode.OK, await UseAsync("good-" + _id));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await UseAsync("gone-" + _id));

        var body = await FreshAsync();

        Assert.Equal(("ready", (string?)null, 1), Of(body, "good-" + _id));
        Assert.Equal(("failed", "model-refused", 0), Of(body, "gone-" + _id));
        Assert.All((string[])["secret-" + _id, "North", "South", host.North.Id.Value.ToString("D"), "/"], word => Assert.DoesNotContain(word, body, StringComparison.Ordinal));
        using var administrator = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        Assert.Contains("gguf does not exist.", WebUtility.HtmlDecode(await administrator.ReadAsync("admin")), StringComparison.Ordinal);
    }

    async Task<string?> StateAsync(string id) => Of(await FreshAsync(), id).State;

    static (string? State, string? Reason, int? Workers) Of(string body, string id)
    {
        var model = JsonNode.Parse(body)!["models"]!.AsArray().Single(model => (string?)model!["id"] == id)!; // an array of objects
        return ((string?)model["state"], (string?)model["reason"], (int?)model["workers"]);
    }

    // An answer is given out for two seconds: another check looks anew.
    async Task<string> FreshAsync()
    {
        using var check = ActivatorUtilities.CreateInstance<OnPremLlm.Host.Api.Health.ReadinessCheck>(host.Services);
        return JsonSerializer.Serialize(await check.AskAsync(default), JsonSerializerOptions.Web);
    }

    async Task<HttpStatusCode> UseAsync(string id) =>
        (await host.Clinician.SendAsync(HttpMethod.Post, "v1/completions", $$"""{"model":"{{id}}","prompt":"a","max_tokens":1}""")).Status;

    static async Task<(HttpStatusCode Status, string Body)> AskAsync(Visitor visitor, string path)
    {
        var answer = await visitor.SendAsync(HttpMethod.Get, path);
        return (answer.Status, answer.Body);
    }
}
