using System.Net;
using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Console;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Api.Health;
using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Host.Hubs;
using OnPremLlm.Host.Jobs;
using OnPremLlm.Host.Limits;
using OnPremLlm.Host.Web;
using OnPremLlm.Host.Web.Admin;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Composition;

/// <summary>Composes the Host: what is registered, in which order requests pass, what is mapped.</summary>
internal static class WebHost
{
    /// <summary>
    /// A frame as base64 in JSON, two channels, has 17 KiB. The rest is for frames that are too large: up to here the frame rules refuse them
    /// by name and the recording goes on; beyond it SignalR closes the connection without a word.
    /// </summary>
    const long LargestHubMessage = 1024 * 1024;

    public static WebApplication Build(ServeOptions options, Action<IServiceCollection>? replace = null)
    {
        var layout = new HostLayout(options.DataFolder);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, options.Port);
        });
        AddLogging(builder.Logging);
        AddFeatures(builder.Services, options, layout);
        AddWeb(builder.Services, layout);
        AddJobs(builder.Services, layout);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        Use(app);
        return app;
    }

    static void Listen(KestrelServerOptions kestrel, int port)
    {
        if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0); // "localhost" would need the same free port on two addresses
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }
    }

    static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders().AddConsole(console => console.FormatterName = LogLines.FormatName).AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        logging.SetMinimumLevel(LogLevel.Information);
        // Failures and HubFailures say the same with what it was about.
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // The framework's own lines about each refused key, which anybody can cause without end.
        logging.AddFilter("OnPremLlm.Host.Composition.ApiKeyAuthentication", LogLevel.Warning);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        logging.AddFilter("Npgsql", LogLevel.None);
        logging.AddFilter("Hangfire", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
        // Warns at every page with a form that its own no-store header took the place of another one.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
    }

    static void AddFeatures(IServiceCollection services, ServeOptions options, HostLayout layout)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(layout);
        services.AddSingleton(options);
        services.AddTenancy(tenancy => Features.Configure(tenancy, layout));
        services.AddSingleton<ClinicLimits>();
        services.AddHostedService(provider => provider.GetRequiredService<ClinicLimits>()); // before whatever sends requests
        services.AddInference(inference => Features.Configure(inference, layout, options));
        services.AddOptions<InferenceOptions>().Configure<ClinicLimits>((inference, limits) => inference.Limits = limits);
        services.AddScribe(scribe => Features.Configure(scribe, layout, options));
        services.AddSingleton(Features.Facts());
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<ApiKeyBrake>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<SessionCheck>();
        services.AddHostedService<VisitsResume>();
        services.AddHostedService<ModelsPreWarm>();
    }

    static void AddWeb(IServiceCollection services, HostLayout layout)
    {
        services.AddDataProtection().SetApplicationName("onpremllm").PersistKeysToFileSystem(new DirectoryInfo(HostLayout.Private(layout.CookieKeys)));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Cookies.Configure).AddKeyOrSession();
        services.AddAuthorization(Policies.Add);
        services.AddRateLimiter(RequestLimits.Configure);
        services.AddOptions<HostFilteringOptions>().Configure<ServeOptions>(RequestLimits.Configure);
        services.AddExceptionHandler<Failures>().AddProblemDetails();
        // A body that is not understood reaches Failures too, and is answered with its problem instead of nothing.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<ReadinessCheck>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<HubSessions>();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = LargestHubMessage;
            hub.AddFilter<HubFailures>();
            hub.AddFilter<OwnConnection>();
            hub.AddFilter<HubSessions>();
        });
        services.AddOpenAi();
        services.AddAntiforgery();
        services.AddRazorComponents();
        services.AddSingleton<KeyForms>();
    }

    static void AddJobs(IServiceCollection services, HostLayout layout)
    {
        services.AddTransient<RetentionJob>();
        services.AddHangfire(hangfire => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(Features.HangfireConnection(layout)),
                new PostgreSqlStorageOptions { SchemaName = "hangfire", PrepareSchemaIfNecessary = true }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 1;
            server.Queues = ["default"];
        });
        services.AddHostedService<RecurringJobs>();
    }

    static void Use(WebApplication app)
    {
        app.UseForwardedHeaders(RequestLimits.Proxy);
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(Problems.WriteAsync);
        app.UseMiddleware<Utf8Bodies>();
        app.UseMiddleware<SameOrigin>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<FormTokens>();
        app.MapHealth();
        app.MapSession();
        app.MapVisits();
        app.MapCompliance();
        app.MapAdmin();
        app.MapApiKeys();
        app.MapLimits();
        app.MapModels();
        app.MapOpenAi();
        app.MapHubs();
        app.MapUnknownAddresses();
        app.MapPlainPages();
        app.MapPages();
    }
}
