using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Host.Cli;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>What a request was answered with.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body)
{
    /// <summary>Status and body, without the number that every request has of its own.</summary>
    public string Comparable
    {
        get
        {
            var body = Body.Length > 0 && Body[0] == '{' ? JsonNode.Parse(Body)!.AsObject() : null; // an object, as its first character says
            body?.Remove("traceId");
            return $"{(int)Status} {body?.ToJsonString() ?? Body}";
        }
    }

    public string? Code => Body.Length > 0 && Body[0] == '{' ? JsonNode.Parse(Body)?["code"]?.GetValue<string>() : null;
}

/// <summary>A signed-in person (or nobody) who talks to the Host as any program could, and sees the answers as they are.</summary>
internal sealed class Visitor : IDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    readonly CookieContainer _cookies = new();
    readonly HttpClient _http;
    readonly Uri _address;

    Visitor(Uri address)
    {
        _address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = address, Timeout = _patience };
    }

    /// <summary>The session's cookie, or "" when there is none.</summary>
    public string Session
    {
        get => SessionCookie?.Value ?? "";
        set => (SessionCookie ?? throw new InvalidOperationException("Nobody is signed in.")).Value = value;
    }

    Cookie? SessionCookie => _cookies.GetCookies(_address)["onpremllm"];

    public static Visitor Nobody(Uri address) => new(address);

    public static async Task<Visitor> SignInAsync(Uri address, string email, string password)
    {
        var visitor = new Visitor(address);
        var answer = await visitor.SendAsync(HttpMethod.Post, "api/session", new SignInRequest { Email = email, Password = password }, (ClientAddress.Header, ClientAddress.Next()));
        return answer.Status is HttpStatusCode.OK ? visitor : throw new InvalidOperationException($"{email} could not sign in: {answer}");
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public async Task<T> GetAsync<T>(string path) => Read<T>(await SendAsync(HttpMethod.Get, path));

    public async Task<T> PostAsync<T>(string path, object? body = null) => Read<T>(await PostAsync(path, body));

    public Task<VisitDetail> VisitAsync(Guid visit) => GetAsync<VisitDetail>($"api/visits/{visit}");

    /// <summary>A new visit with consent.</summary>
    public async Task<Guid> BeginAsync()
    {
        var visit = (await PostAsync<VisitDetail>("api/visits")).Summary.Id;
        Succeeded(await PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit }));
        return visit;
    }

    public async Task<HubConnection> ConnectAsync(params (string Name, string Value)[] headers)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(_address, VisitHub.Path), options =>
        {
            options.Cookies = _cookies;
            foreach (var (name, value) in headers)
            {
                options.Headers.Add(name, value);
            }
        }).Build();
        await hub.StartAsync();
        return hub;
    }

    /// <summary>Sends frames on a connection of their own and waits until the last is acknowledged; returns the refusal, or null.</summary>
    public async Task<string?> UploadAsync(Guid visit, int channels, params AudioFrame[] frames)
    {
        await using var hub = await ConnectAsync();
        var acknowledged = new TaskCompletionSource();
        hub.On<Guid, long>(VisitHub.AudioAcknowledged, (_, through) =>
        {
            if (through >= frames[^1].Sequence)
            {
                acknowledged.TrySetResult();
            }
        });
        try
        {
            await hub.InvokeAsync(VisitHub.UploadAudio, visit, channels, frames.ToAsyncEnumerable(), CancellationToken.None);
        }
        catch (Microsoft.AspNetCore.SignalR.HubException refusal)
        {
            return refusal.Message;
        }

        await acknowledged.Task.WaitAsync(_patience);
        return null;
    }

    public async Task RecordAsync(Guid visit, ReadOnlyMemory<byte> samples)
    {
        AudioFrame[] frames = [.. new WaveFile(1, samples).Frames()];
        Assert.Null(await UploadAsync(visit, 1, frames));
        Succeeded(await PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = frames[^1].Sequence }));
    }

    /// <summary>Waits for the event that takes the visit into one of these states.</summary>
    public async Task<VisitEvent> StateAsync(Guid visit, params VisitState[] states) =>
        await EventAsync(visit, 0, e => e.State is { } state && states.Contains(state));

    public async Task<VisitEvent> EventAsync(Guid visit, long after, Func<VisitEvent, bool> wanted)
    {
        using var patience = new CancellationTokenSource(_patience);
        await using var hub = await ConnectAsync();
        await foreach (var visitEvent in hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, after, patience.Token))
        {
            if (wanted(visitEvent))
            {
                return visitEvent;
            }
        }

        throw new InvalidOperationException("The stream of events ended before the event came.");
    }

    public async Task SignAsync(Guid visit)
    {
        var draft = (await VisitAsync(visit)).Draft ?? throw new InvalidOperationException("There is no draft to sign.");
        Succeeded(await PostAsync($"api/visits/{visit}/sign", new SignRequest { Version = draft.Version, AttestUnsupported = true }));
    }

    public static void Succeeded(Answer answer) => Assert.True((int)answer.Status is >= 200 and < 300, $"{(int)answer.Status}: {answer.Body}");

    public void Dispose() => _http.Dispose();

    static T Read<T>(Answer answer)
    {
        Succeeded(answer);
        return JsonSerializer.Deserialize<T>(answer.Body, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("The answer was null.");
    }
}
