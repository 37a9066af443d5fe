using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OnPremLlm.Host.Tests.Remote;

/// <summary>A program with an API key that sees answers as they are.</summary>
internal sealed class ApiProgram : IDisposable
{
    readonly HttpClient _http;

    public ApiProgram(Uri address, string key)
    {
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("v1/" + path, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The JSON of a success.</summary>
    public async Task<JsonNode> AskAsync(string path, JsonNode body)
    {
        var (status, text) = await SendAsync(path, body);
        Assert.True(status is HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!; // not the literal null
    }

    /// <summary>The chunks of a streamed success.</summary>
    public async Task<IReadOnlyList<JsonNode>> StreamAsync(string path, JsonNode body)
    {
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        var (status, text) = await SendAsync(path, body);
        Assert.True(status is HttpStatusCode.OK, text);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];
    }

    /// <summary>What a streamed answer holds in all, where something happens after its first piece.</summary>
    public async Task<string> StreamAsync(string path, JsonNode body, Func<Task> afterFirst)
    {
        body["stream"] = true;
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/" + path) { Content = content };
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();
        await afterFirst();
        return first + "\n" + await reader.ReadToEndAsync();
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(new Uri("v1/" + path, UriKind.Relative)))!; // not the literal null

    public void Dispose() => _http.Dispose();
}
