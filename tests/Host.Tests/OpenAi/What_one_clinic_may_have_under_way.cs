using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>The bounds of a clinic's requests in the Host's memory: beyond them it is refused, and no other clinic notices.</summary>
[Collection(OneHost.Name)]
public sealed class What_one_clinic_may_have_under_way(ScribeHost host) : IAsyncLifetime, IDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly string _mark = Guid.NewGuid().ToString("N");
    HttpClient _north = null!; // set by InitializeAsync
    HttpClient _south = null!;

    public async Task InitializeAsync() => (_north, _south) = (await ProgramAsync(host.North), await ProgramAsync(host.South));

    public Task DisposeAsync()
    {
        _release.TrySetResult();
        host.Engines.LanguageModel.Before = _ => Task.CompletedTask;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _north.Dispose();
        _south.Dispose();
    }

    [Fact]
    public async Task Is_160_requests()
    {
        var held = await HoldAsync(ApiLoad.MostRequests, _mark);

        await IsRefusedAsync("one more");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_south, "one"));

        await LetGoAsync(held);
    }

    [Fact]
    public async Task Is_32_MiB_of_bodies()
    {
        var large = new string('a', (3 << 20) - 1_000);
        var held = await HoldAsync((int)(ApiLoad.MostBytes / (3 << 20)), $"{_mark} {large}");

        await IsRefusedAsync(large);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_north, "a short one still fits"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_south, large));

        await LetGoAsync(held);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_north, large));
    }

    [Fact]
    public async Task Is_counted_as_it_comes_where_a_body_does_not_tell_its_length()
    {
        _north.DefaultRequestHeaders.TransferEncodingChunked = true;
        var held = await HoldAsync(40, _mark);
        var large = await HoldAsync(10, $"{_mark} {new string('a', (3 << 20) - 1_000)}");

        await IsRefusedAsync(new('a', (3 << 20) - 1_000));

        await LetGoAsync([.. held, .. large]);
    }

    // Returns when all of them have reached the engine, which holds them.
    async Task<List<Task<HttpStatusCode>>> HoldAsync(int number, string content)
    {
        var (all, count) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        host.Engines.LanguageModel.Before = request =>
        {
            if (!request.Prompt.Messages.Any(message => message.Content.StartsWith(_mark, StringComparison.Ordinal)))
            {
                return Task.CompletedTask;
            }

            if (Interlocked.Increment(ref count) == number)
            {
                all.SetResult();
            }

            return _release.Task;
        };
        var held = Enumerable.Range(0, number).Select(_ => AskAsync(_north, content)).ToList();
        await Task.WhenAny([all.Task, .. held]).WaitAsync(_patience); // one that ends was refused
        Assert.True(all.Task.IsCompleted, $"{count} of {number} reached the engine; {string.Join(", ", held.Where(ask => ask.IsCompletedSuccessfully).Select(ask => ask.Result).Distinct())}");
        return held;
    }

    async Task LetGoAsync(List<Task<HttpStatusCode>> held)
    {
        _release.SetResult();
        Assert.All(await Task.WhenAll(held), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_north, "again"));
    }

    async Task IsRefusedAsync(string content)
    {
        using var answer = await PostAsync(_north, content);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["error"];

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        Assert.Equal(("too_much_at_once", "rate_limit_error"), ((string?)error?["code"], (string?)error?["type"]));
    }

    async Task<HttpClient> ProgramAsync(Tenant tenant)
    {
        var http = new HttpClient { BaseAddress = host.Address, Timeout = _patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.CreateKeyAsync(tenant)).Text);
        return http;
    }

    static async Task<HttpStatusCode> AskAsync(HttpClient program, string content)
    {
        using var answer = await PostAsync(program, content);
        return answer.StatusCode;
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient program, string content)
    {
        using var body = new StringContent($$"""{"model":"{{ScribeHost.ModelId}}","messages":[{"role":"user","content":"{{content}}"}]}""", Encoding.UTF8, "application/json");
        return await program.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), body);
    }
}
