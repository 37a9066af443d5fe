using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OnPremLlm.TestSupport.Remote;

/// <summary>
/// A remote engine inside the test process, for what a real one won't do: redirects, half an answer, silence, odd errors. By default it answers
/// like a healthy one that knows no extensions.
/// </summary>
public sealed class ScriptedEngine : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<ScriptedCall> _calls = [];

    ScriptedEngine(WebApplication app) => _app = app;

    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    public Uri Endpoint => new(_app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/v1");

    /// <summary>Answers whatever is asked.</summary>
    public Func<HttpContext, Task> OnRequest { get; set; } = context => AnswerAsync(context, "yes");

    /// <param name="certificate">Null: plain http.</param>
    /// <param name="clients">Whose certificates a client must show; null: none is asked for.</param>
    public static async Task<ScriptedEngine> StartAsync(X509Certificate2? certificate, TestAuthority? clients = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(https => Secure(https, certificate, clients));
            }
        }));
        ScriptedEngine? engine = null;
        var app = builder.Build();
        app.Run(context => engine!.HandleAsync(context)); // set below, before it listens
        engine = new(app);
        await app.StartAsync();
        return engine;
    }

    public static void Secure(HttpsConnectionAdapterOptions https, X509Certificate2 certificate, TestAuthority? clients)
    {
        https.ServerCertificate = certificate;
        https.ClientCertificateMode = clients is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (shown, _, _) => clients?.Issued(shown) ?? true;
    }

    /// <summary>A complete streamed answer of a chat, in as many pieces.</summary>
    public static async Task AnswerAsync(HttpContext context, params string[] pieces)
    {
        if (context.Request.Path.Value!.EndsWith("/models", StringComparison.Ordinal)) // a request has a path
        {
            await context.Response.WriteAsJsonAsync(new { @object = "list", data = new[] { new { id = "far", max_model_len = 512 } } });
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await SendAsync(context, new { choices = new[] { new { index = 0, delta = new { content = piece }, finish_reason = (string?)null } } });
        }

        await SendAsync(context, new { choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } } });
        await SendAsync(context, new { choices = Array.Empty<object>(), usage = new { prompt_tokens = 7, completion_tokens = pieces.Length, prompt_tokens_details = new { cached_tokens = 2 } } });
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    public static async Task SendAsync(HttpContext context, object chunk)
    {
        await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");
        await context.Response.Body.FlushAsync();
    }

    public static async Task RefuseAsync(HttpContext context, int status, object error)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { error });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task HandleAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        _calls.Enqueue(new(context.Request.Path.Value ?? "", await body.ReadToEndAsync(), context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        await OnRequest(context);
    }
}

/// <summary>A request as it came.</summary>
public sealed record ScriptedCall(string Path, string Body, IReadOnlyDictionary<string, string> Headers);
