using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.Rehearsal;

/// <summary>
/// A scripted peer of the app: serves it with the Host's headers, speaks the visit contract from memory, and fails on demand in ways the
/// Host won't (a dropped hub, acknowledgements that stay away, a version conflict).
/// </summary>
public sealed class RehearsalHost : IAsyncDisposable
{
    const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    readonly WebApplication app;

    RehearsalHost(WebApplication app, RehearsalVisits visits)
    {
        this.app = app;
        Visits = visits;
    }

    public RehearsalVisits Visits { get; }

    public string Address => app.Urls.First();

    public static async Task<RehearsalHost> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(RehearsalHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 64 * 1024);
        var visits = new RehearsalVisits();
        builder.Services.AddSingleton(visits);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return next(context);
        });
        app.Use((context, next) => Refusal(context, visits) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
        app.UseBlazorFrameworkFiles();
        app.UseStaticFiles(new StaticFileOptions { ServeUnknownFileTypes = true });
        MapApi(app, visits);
        app.MapHub<RehearsalHub>(VisitHub.Path);
        app.MapFallbackToFile("index.html");
        await app.StartAsync();
        return new RehearsalHost(app, visits);
    }

    static void MapApi(WebApplication app, RehearsalVisits visits)
    {
        app.MapGet("/api/session", () => visits.SignedIn is { } person ? Results.Ok(person) : Results.Unauthorized());
        app.MapPost("/api/session", (SignInRequest request) => visits.SignIn(request));
        app.MapDelete("/api/session", () => { visits.SignedIn = null; return Results.NoContent(); });
        app.MapGet("/api/visits", () => visits.All.OrderByDescending(v => v.Detail.Summary.CreatedAt).Select(v => v.Detail.Summary));
        app.MapPost("/api/visits", () => visits.Add().Detail);
        app.MapGet("/api/visits/{id:guid}", (Guid id) => visits.Find(id) is { } visit ? Results.Ok(visit.Detail) : Missing());
        app.MapPost("/api/visits/{id:guid}/consent", (Guid id, ConsentRequest request) => visits.Get(id).Consent(request.Mode));
        app.MapPost("/api/visits/{id:guid}/transcript", (Guid id, WrittenTranscript transcript) => visits.Get(id).Write(transcript));
        app.MapPost("/api/visits/{id:guid}/stop", (Guid id, StopRequest request) => visits.Get(id).Stop(request.LastFrame));
        app.MapPost("/api/visits/{id:guid}/draft", (Guid id) => visits.Get(id).DraftAgain());
        app.MapPut("/api/visits/{id:guid}/draft", (Guid id, SaveDraftRequest request) => visits.Get(id).Save(request));
        app.MapPost("/api/visits/{id:guid}/sign", (Guid id, SignRequest request) => visits.Get(id).Sign(request));
        app.MapGet("/demo/visit-1.wav", () => Results.File(DemonstrationRecording.Path, "audio/wav", enableRangeProcessing: true));
    }

    // All visits are North's; without a session there is nothing.
    static IResult? Refusal(HttpContext context, RehearsalVisits visits) =>
        !context.Request.Path.StartsWithSegments("/api/visits") ? null
        : visits.SignedIn is null ? Problem(401, "not-signed-in", "Sign in first.")
        : visits.SignedIn.TenantId != RehearsalVisits.Clinician.TenantId ? Missing()
        : null;

    static IResult Missing() => Problem(404, HubErrors.NotFound, "There is no such visit in your practice.");

    internal static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, title: "Not possible", extensions: new Dictionary<string, object?> { ["code"] = code });

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

public sealed class RehearsalHub(RehearsalVisits visits) : Hub
{
    public async Task UploadAudio(Guid visitId, int channels, IAsyncEnumerable<AudioFrame> frames)
    {
        var upload = visits.Uploading(Context.Abort);
        await foreach (var frame in frames)
        {
            if (upload.Store(visits.Get(visitId), channels, frame) is { } through)
            {
                await Clients.Caller.SendAsync(VisitHub.AudioAcknowledged, visitId, through);
            }
        }
    }

    public IAsyncEnumerable<VisitEvent> Events(Guid visitId, long afterSequence, CancellationToken cancellation) =>
        visits.Get(visitId).EventsAsync(afterSequence, cancellation);
}
