using System.Net.Sockets;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Speech;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

/// <summary>A speech worker with two decoders behind its socket, and a client of it.</summary>
public sealed class SpeechWorker : IAsyncLifetime
{
    public const int Decoders = 2;

    readonly string folder = Directory.CreateTempSubdirectory("speech").FullName;
    WebApplication? app;
    GrpcChannel? channel;

    internal static string Native => Repository.PathOf("deploy", "native", "node_modules");

    internal static string Models => Repository.PathOf("models");

    internal Protocol.Speech.SpeechClient Client => new(channel);

    internal Protocol.Worker.WorkerClient Worker => new(channel);

    public async Task InitializeAsync()
    {
        var options = new WorkerHostOptions { Socket = Path.Combine(folder, "s") };
        app = WorkerHost.Create(
            options,
            builder => SpeechCommand.AddSpeech(builder.Services, Native, Models, Decoders),
            started => started.MapGrpcService<SpeechService>());
        await WorkerHost.StartAsync(app, WorkerRole.Speech, options, CancellationToken.None);
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync } });

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Socket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    public async Task DisposeAsync()
    {
        channel?.Dispose();
        await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Recognises samples sent in pieces and returns every event.</summary>
    internal async Task<List<RecognizeEvent>> RecognizeAsync(short[] samples, int samplesAtATime = 3200, long offsetMs = 0)
    {
        using var call = Client.Recognize();
        await call.RequestStream.WriteAsync(Start(offsetMs));
        var sending = SendAsync();
        List<RecognizeEvent> events = [];
        await foreach (var item in call.ResponseStream.ReadAllAsync())
        {
            events.Add(item);
        }

        await sending;
        return events;

        async Task SendAsync()
        {
            for (var i = 0; i < samples.Length; i += samplesAtATime)
            {
                await call.RequestStream.WriteAsync(Audio(samples.AsSpan(i, Math.Min(samplesAtATime, samples.Length - i))));
            }

            await call.RequestStream.WriteAsync(new RecognizeRequest { Finish = new RecognizeFinish() });
            await call.RequestStream.CompleteAsync();
        }
    }

    internal static RecognizeRequest Start(long offsetMs = 0, int sampleRate = Recording.SampleRate) =>
        new() { Start = new RecognizeStart { Owner = "owner", Session = "session", SampleRate = sampleRate, OffsetMs = offsetMs } };

    internal static RecognizeRequest Audio(ReadOnlySpan<short> samples) => new() { Audio = ByteString.CopyFrom(MemoryMarshal.AsBytes(samples)) };

    internal static string[] Lines(IEnumerable<RecognizeEvent> events) =>
        [.. events.Where(item => item.Final is not null).Select(item => string.Join(' ', item.Final.Words.Select(word => word.Text)))];
}
