using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>Serves one role over gRPC on a Unix socket, to the Host's user only.</summary>
internal static class WorkerHost
{
    const int LongestSocketPath = 107;
    const int SpareThreads = 32;
    const int LargestRequest = 8 << 20; // 4 MiB of span sources, and a prompt
    const int LargestReply = 1 << 20;

    /// <summary>Runs until SIGTERM, or until standard input ends with <see cref="WorkerHostOptions.ExitWithParent"/>. Returns the exit code: 0, or 2 when the worker cannot start.</summary>
    /// <param name="configureServices">Adds the role's <see cref="IEngine"/> and services. May throw <see cref="WorkerStartException"/>.</param>
    /// <param name="mapEndpoints">Maps the role's gRPC services.</param>
    public static async Task<int> RunAsync(WorkerRole role, WorkerHostOptions options, Action<WebApplicationBuilder> configureServices, Action<WebApplication> mapEndpoints, CancellationToken cancellationToken)
    {
        using var startLogs = LoggerFactory.Create(ConfigureLogs);
        try
        {
            OwnProcess.Harden();
            // Recognition computes on the pool's threads: without spare ones a busy worker could not answer its health check.
            ThreadPool.SetMinThreads(SpareThreads, SpareThreads);
            await using var app = Create(options, configureServices, mapEndpoints);
            await StartAsync(app, role, options, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (WorkerStartException refusal)
        {
            startLogs.CreateLogger(typeof(WorkerHost).FullName!).CannotStart(refusal.Message);
            return 2;
        }
    }

    /// <summary>Builds the worker without starting it.</summary>
    public static WebApplication Create(WorkerHostOptions options, Action<WebApplicationBuilder> configureServices, Action<WebApplication> mapEndpoints)
    {
        PrepareSocket(options.Socket);
        // An empty builder: no configuration file or environment variable may change where a worker listens or what it logs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConfigureLogs(builder.Logging);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ParentPipe>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = LargestRequest;
            grpc.MaxSendMessageSize = LargestReply;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<FaultInterceptor>();
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        configureServices(builder);

        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<DescribeService>();
        mapEndpoints(app);
        return app;
    }

    /// <summary>Starts to listen. The socket can be connected to when this returns.</summary>
    public static async Task StartAsync(WebApplication app, WorkerRole role, WorkerHostOptions options, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        // Connecting needs write permission. A Host under another user gets it from this mode and from the folder, which only it may enter;
        // PeerCheck refuses everyone else all the same.
        var hostOnly = options.HostUserId is null or 0 || options.HostUserId == OwnProcess.UserId;
        File.SetUnixFileMode(options.Socket, hostOnly ? UnixFileMode.UserRead | UnixFileMode.UserWrite : (UnixFileMode)0b110_110_110);
        app.Logger.Listening(role.ToString(), OwnProcess.UserId, Environment.ProcessId);
    }

    static void Listen(KestrelServerOptions kestrel, WorkerHostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 64;
        kestrel.ListenUnixSocket(options.Socket, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UsePeerCheck(options.HostUserId, listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PeerCheck).FullName!));
        });
    }

    /// <summary>One line of JSON per event on standard error; of the framework only what ends the process.</summary>
    internal static void ConfigureLogs(ILoggingBuilder logs)
    {
        logs.SetMinimumLevel(LogLevel.Information);
        // The framework's own messages may quote what it was sent. FaultInterceptor logs what matters of them.
        logs.AddFilter("Microsoft", LogLevel.Critical);
        logs.AddFilter("Grpc", LogLevel.None);
        logs.AddJsonConsole(json => json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ");
        logs.Services.Configure<JsonConsoleFormatterOptions>(json => json.UseUtcTimestamp = true);
        logs.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    static void PrepareSocket(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestSocketPath)
        {
            throw new WorkerStartException($"The socket path is {Encoding.UTF8.GetByteCount(path)} bytes long; the operating system allows {LongestSocketPath}. Give a shorter --socket.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new WorkerStartException($"The folder of the socket {path} does not exist. The launcher makes it, for the Host and this worker only: create it or correct --socket.");
        }

        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            throw new WorkerStartException($"{path} is a file, not a socket. Correct --socket.");
        }

        // Left by a worker that was killed; a bind on an existing path fails.
        File.Delete(path);
    }
}
