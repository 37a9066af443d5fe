using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Cli;

/// <summary>One signed-in person at the Host's public interfaces, as any program in the hospital could be.</summary>
internal sealed class VisitClient : IAsyncDisposable
{
    readonly CookieContainer _cookies = new();
    readonly SocketsHttpHandler _handler;
    readonly HttpMessageInvoker _invoker;
    readonly Uri _address;

    VisitClient(Uri address)
    {
        _address = address;
        _handler = new SocketsHttpHandler { CookieContainer = _cookies };
        _invoker = new HttpMessageInvoker(_handler);
    }

    public required SignedIn Who { get; init; }

    public static async Task<VisitClient> SignInAsync(Uri address, string email, string password, CancellationToken ct)
    {
        var anonymous = new VisitClient(address) { Who = new SignedIn { PersonId = Guid.Empty, DisplayName = "", Roles = [], Demonstration = false } };
        var who = await anonymous.PostAsync<SignedIn>("api/session", new SignInRequest { Email = email, Password = password }, ct);
        return new VisitClient(address, anonymous) { Who = who };
    }

    // The same connection and cookies, now with a name.
    VisitClient(Uri address, VisitClient session) => (_address, _cookies, _handler, _invoker) = (address, session._cookies, session._handler, session._invoker);

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, ct);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken ct) => SendAsync<T>(HttpMethod.Post, path, body, ct);

    public async Task PostAsync(string path, object? body, CancellationToken ct)
    {
        using var response = await RequestAsync(HttpMethod.Post, path, body, ct);
        await CheckAsync(response, ct);
    }

    public async Task<byte[]> DownloadAsync(string path, CancellationToken ct)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, ct);
        await CheckAsync(response, ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>The status code alone, for asking what somebody else may see.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path, CancellationToken ct)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, ct);
        return response.StatusCode;
    }

    public async Task<HubConnection> ConnectAsync(CancellationToken ct)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(_address, VisitHub.Path), options => options.Cookies = _cookies)
            .WithAutomaticReconnect()
            .Build();
        await hub.StartAsync(ct);
        return hub;
    }

    public ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        _handler.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var response = await RequestAsync(method, path, body, ct);
        await CheckAsync(response, ct);
        return await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct) ?? throw new DemonstrationException($"{method} {path} answered with nothing.");
    }

    async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, path));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        }

        try
        {
            return await _invoker.SendAsync(request, ct);
        }
        catch (HttpRequestException failure)
        {
            throw new DemonstrationException($"The Host at {_address} does not answer ({failure.HttpRequestError}). Start it with: deploy/quickstart", failure);
        }
    }

    static async Task CheckAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var problem = await response.Content.ReadAsStringAsync(ct);
        string? detail = null;
        try
        {
            using var json = JsonDocument.Parse(problem);
            detail = json.RootElement.TryGetProperty("detail", out var text) ? text.GetString() : null;
        }
        catch (JsonException)
        {
            // Not the Host's own answer; the status says enough.
        }

        throw new DemonstrationException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {detail ?? response.ReasonPhrase}");
    }
}

/// <summary>A step of the demonstration did not hold; the message says which and why.</summary>
internal sealed class DemonstrationException(string message, Exception? inner = null) : CommandException(message, inner);
