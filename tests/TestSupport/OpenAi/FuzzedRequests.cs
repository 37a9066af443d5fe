using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OnPremLlm.TestSupport.OpenAi;

/// <summary>Sends <see cref="FuzzedRequest"/>s and judges the answers.</summary>
public static class FuzzedRequests
{
    /// <summary>
    /// Sends the requests of the seeds from <paramref name="first"/> on, four at a time. Returns one sentence for each answer that a program should never get: a status that is no
    /// success and no refusal of the request (a 503 is a worker that died), or a failure in another shape.
    /// </summary>
    public static async Task<IReadOnlyList<string>> SendAsync(Uri address, string key, Func<int, FuzzedRequest> requestOf, int first, int count, IProgress<int>? progress = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var wrong = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, ct) =>
        {
            if (await SendAsync(http, requestOf(seed), ct) is { } problem)
            {
                wrong.Enqueue($"seed {seed}: {problem}");
            }

            progress?.Report(seed);
        });
        return [.. wrong];
    }

    static async Task<string?> SendAsync(HttpClient http, FuzzedRequest request, CancellationToken ct)
    {
        using var content = new ByteArrayContent(request.Body) { Headers = { ContentType = new("application/json") } };
        using var response = await http.PostAsync(request.Path, content, ct);
        var body = await response.Content.ReadAsStringAsync(ct);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => body.Contains("\"error\":{", StringComparison.Ordinal) && body.Contains("engine_unavailable", StringComparison.Ordinal) ? "the stream broke off" : null,
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge => IsError(body) ? null : $"{response.StatusCode} in another shape",
            var status => $"{(int)status} {body[..Math.Min(300, body.Length)]}",
        };
    }

    static bool IsError(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("error").GetProperty("message").GetString() is { Length: > 0 };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
