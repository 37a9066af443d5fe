using System.Net;
using System.Text.Json.Nodes;
using OnPremLlm.Host.Tests.Models;
using OnPremLlm.Host.Tests.Support;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>By a real engine with random weights, whose draws differ with each seed.</summary>
[Collection(OneHost.Name)]
public sealed class Answers_of_the_likeliest_tokens(ScribeHost host) : IAsyncLifetime, IDisposable
{
    readonly ModelShelf _shelf = new(host);
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    public Task InitializeAsync() => _shelf.AddAsync(_id);

    public Task DisposeAsync() => _shelf.RemoveAsync(_id);

    public void Dispose() => _shelf.Dispose();

    [Theory]
    [InlineData("0")]
    [InlineData("1e-320")]
    public async Task Are_what_top_p_0_means_whatever_the_seed(string topP)
    {
        var likeliest = await AskAsync("""{"temperature":0}""");

        Assert.NotEqual(likeliest, await AskAsync("""{"temperature":1.5,"seed":1}""")); // else the next lines would prove nothing
        foreach (var seed in (int[])[1, 2, 3])
        {
            Assert.Equal(likeliest, await AskAsync($$"""{"temperature":1.5,"top_p":{{topP}},"seed":{{seed}}}"""));
        }
    }

    async Task<string?> AskAsync(string fields)
    {
        var body = JsonNode.Parse(fields)!.AsObject(); // an object
        (body["model"], body["prompt"], body["max_tokens"]) = (_id, "a b c", 12);
        var answer = await host.Clinician.SendAsync(HttpMethod.Post, "v1/completions", body.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return (string?)JsonNode.Parse(answer.Body)?["choices"]?[0]?["text"];
    }
}
