using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OnPremLlm.HostBench;

/// <summary>What one streamed completion took. Times are from sending the request.</summary>
internal sealed record Sample(TimeSpan FirstToken, TimeSpan Total, int Tokens, int PromptTokens, int CachedTokens, double PromptMilliseconds)
{
    /// <summary>After the first token.</summary>
    public double TokensPerSecond => (Tokens - 1) / (Total - FirstToken).TotalSeconds;
}

/// <summary>A program on the OpenAI-compatible API, of the Host or of llama-server.</summary>
internal sealed class Client : IDisposable
{
    readonly HttpClient http;
    readonly string model;

    public Client(string address, string key, string model)
    {
        this.model = model;
        http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <param name="onText">Called for each piece of text: a token, where the engine makes fewer than sixty a second.</param>
    public async Task<Sample> CompleteAsync(string prompt, int tokens, string? cacheKey = null, Action? onText = null, CancellationToken ct = default)
    {
        var clock = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/completions")
        {
            Content = JsonContent.Create(new Dictionary<string, object?>
            {
                ["model"] = model,
                ["prompt"] = prompt,
                ["max_tokens"] = tokens,
                ["temperature"] = 0,
                ["stream"] = true,
                ["prompt_cache_key"] = cacheKey,
                ["stream_options"] = new Dictionary<string, object> { ["include_usage"] = true },
            }),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync(ct));
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        TimeSpan? first = null;
        var usage = default(JsonElement);
        var timings = default(JsonElement);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                continue;
            }

            using var chunk = JsonDocument.Parse(line[6..]);
            var root = chunk.RootElement;
            if (root.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0 && choices[0].GetProperty("text").GetString() is { Length: > 0 })
            {
                first ??= clock.Elapsed;
                onText?.Invoke();
            }

            if (root.TryGetProperty("usage", out var counts) && counts.ValueKind is JsonValueKind.Object)
            {
                usage = counts.Clone();
                timings = root.TryGetProperty("timings", out var times) ? times.Clone() : default;
            }
        }

        return new(
            first ?? clock.Elapsed, clock.Elapsed, usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32(),
            usage.TryGetProperty("prompt_tokens_details", out var details) && details.TryGetProperty("cached_tokens", out var cached) ? cached.GetInt32() : 0,
            timings.ValueKind is JsonValueKind.Object ? timings.GetProperty("prompt_ms").GetDouble() : 0);
    }

    /// <summary>A text of about so many tokens, each request's own where the salt differs.</summary>
    public async Task<string> PromptAsync(int tokens, int salt)
    {
        var next = (uint)salt * 2_654_435_761u;
        var text = string.Concat(Enumerable.Range(0, tokens * 6).Select(_ => (char)('a' + ((next = unchecked((next * 1_664_525u) + 1_013_904_223u)) >> 16) % 26)));
        var (least, most) = (1, text.Length);
        while (least < most)
        {
            var middle = (least + most) / 2;
            (least, most) = await CountAsync(text[..middle]) < tokens ? (middle + 1, most) : (least, middle);
        }

        return text[..least];
    }

    public void Dispose() => http.Dispose();

    async Task<int> CountAsync(string text)
    {
        using var response = await http.PostAsJsonAsync("v1/tokenize", new { model, prompt = text });
        var body = await response.Content.ReadAsStringAsync();
        using var answer = response.IsSuccessStatusCode ? JsonDocument.Parse(body) : throw new InvalidOperationException(body);
        return answer.RootElement.GetProperty("count").GetInt32();
    }
}
