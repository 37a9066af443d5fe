using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>One of the demonstration's people at the real Host's interfaces, without a browser.</summary>
internal sealed class ApiClient : IDisposable
{
    readonly CookieContainer cookies = new();
    readonly HttpClient http;

    ApiClient(Uri address) => http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = address };

    public SignedIn Who { get; private set; } = null!; // set by SignInAsync

    /// <summary>Signs in as "Clinician", "Compliance" or "Administrator".</summary>
    public static async Task<ApiClient> SignInAsync(RealHost host, string who)
    {
        var client = new ApiClient(new Uri(host.Address));
        var (email, password) = host.Account(who);
        client.Who = await client.PostAsync<SignedIn>("api/session", new SignInRequest { Email = email, Password = password });
        return client;
    }

    public async Task<T> GetAsync<T>(string path) => await http.GetFromJsonAsync<T>(path) ?? throw new InvalidOperationException($"{path}: an empty answer.");

    public Task<VisitDetail> VisitAsync(Guid visit) => GetAsync<VisitDetail>($"api/visits/{visit}");

    public async Task<string> GetTextAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        return await ReadAsync(path, answer);
    }

    /// <summary>Whatever is answered, also a refusal.</summary>
    public async Task<(HttpStatusCode Status, string Body)> TryGetAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> PostAsync(string path, object? body = null)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return await ReadAsync(path, answer);
    }

    /// <summary>The answer line by line, as it comes.</summary>
    public async Task<StreamReader> OpenAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.IsSuccessStatusCode ? new(await answer.Content.ReadAsStreamAsync()) : throw new InvalidOperationException($"{path}: {answer.StatusCode}.");
    }

    public async Task<T> PostAsync<T>(string path, object? body = null) =>
        System.Text.Json.JsonSerializer.Deserialize<T>(await PostAsync(path, body), System.Text.Json.JsonSerializerOptions.Web) ?? throw new InvalidOperationException($"{path}: an empty answer.");

    public async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(http.BaseAddress!, VisitHub.Path), options => options.Cookies = cookies).Build(); // set with the client
        await hub.StartAsync();
        return hub;
    }

    /// <summary>Waits for the first such event of the visit, from its beginning on; fails when it has not come within 4 minutes.</summary>
    public async Task FirstAsync(Guid visit, Func<VisitEvent, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using var hub = await ConnectAsync();
        await foreach (var e in hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L, patience.Token))
        {
            Assert.True(e.Problem is null, e.Problem);
            if (wanted(e))
            {
                return;
            }
        }

        throw new InvalidOperationException("The stream of events ended early.");
    }

    public void Dispose() => http.Dispose();

    static async Task<string> ReadAsync(string path, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return text;
    }
}
