using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Worker.Tests.Support;

/// <summary>A generation worker in this process, with a client on its socket. For models that are known to be sound.</summary>
internal sealed class InProcessWorker : IAsyncDisposable
{
    readonly DirectoryInfo folder;
    readonly WebApplication app;
    readonly GrpcChannel channel;

    InProcessWorker(DirectoryInfo folder, WebApplication app, string socket)
    {
        this.folder = folder;
        this.app = app;
        channel = UnixSocket.Channel(socket);
        Generation = new(channel);
        Worker = new(channel);
    }

    public static string DemoModel => Repository.PathOf("models", "demo", "demo-scribe-interim-q8_0.gguf");

    public static string NativePackage => Repository.PathOf("deploy", "native", "node_modules", "@node-llama-cpp", "linux-x64");

    public GenerationEngine Engine => app.Services.GetRequiredService<GenerationEngine>();

    public Protocol.Generation.GenerationClient Generation { get; }

    public Protocol.Worker.WorkerClient Worker { get; }

    public static Task<InProcessWorker> StartDemoAsync(int sequences = 4) => StartAsync(new() { Model = DemoModel, Native = NativePackage, Sequences = sequences });

    public static async Task<InProcessWorker> StartAsync(GenerationOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("worker");
        var host = new WorkerHostOptions { Socket = Path.Combine(folder.FullName, "s") };
        var app = WorkerHost.Create(host, worker => worker.AddGeneration(options with { Threads = 1 }), worker => worker.MapGeneration());
        await WorkerHost.StartAsync(app, WorkerRole.Generation, host, CancellationToken.None);
        return new(folder, app, host.Socket);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>A gRPC channel over a Unix socket.</summary>
internal static class UnixSocket
{
    public static GrpcChannel Channel(string path) => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });
}
