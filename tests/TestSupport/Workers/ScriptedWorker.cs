using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.TestSupport.Workers;

/// <summary>
/// A worker peer inside the test process, for what a real worker won't do: another version, never ready, slow, half an answer,
/// a connection that breaks. Speaks the real protocol over a real Unix socket; by default it answers like a healthy generation worker.
/// </summary>
public sealed class ScriptedWorker : IAsyncDisposable
{
    readonly WebApplication _app;

    ScriptedWorker(WebApplication app, string socket) => (_app, Socket) = (app, socket);

    public string Socket { get; }

    /// <summary>What Describe answers; change it before a client asks.</summary>
    /// <summary>Every session that was closed.</summary>
    public ConcurrentQueue<(string Owner, string Session)> Closed { get; } = [];

    public WorkerDescription Description { get; } = Healthy();

    /// <summary>Awaited before Describe answers: a worker that is not ready, or hangs.</summary>
    public Func<CancellationToken, Task> BeforeDescribe { get; set; } = _ => Task.CompletedTask;

    public Func<GenerateRequest, IServerStreamWriter<GenerateEvent>, ServerCallContext, Task> OnGenerate { get; set; } = (_, events, _) => AnswerAsync(events, "A healthy answer.");

    public Func<IAsyncStreamReader<RecognizeRequest>, IServerStreamWriter<RecognizeEvent>, ServerCallContext, Task> OnRecognize { get; set; } =
        (_, _, _) => throw new RpcException(new Status(StatusCode.Unimplemented, "No recognition was scripted."));

    /// <summary>Starts to listen on <paramref name="socket"/>, whose folder exists.</summary>
    public static async Task<ScriptedWorker> StartAsync(string socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        ScriptedWorker? worker = null;
        builder.Services.AddSingleton(_ => worker!);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<WorkerScript>();
        app.MapGrpcService<GenerationScript>();
        app.MapGrpcService<SpeechScript>();
        worker = new(app, socket);
        await app.StartAsync();
        return worker;
    }

    /// <summary>A complete answer of one piece.</summary>
    public static async Task AnswerAsync(IServerStreamWriter<GenerateEvent> events, string text)
    {
        await events.WriteAsync(new() { Started = new() { PromptTokens = 5, ReusedTokens = 2 } });
        await events.WriteAsync(new() { Text = text });
        await events.WriteAsync(new() { Finished = new() { Reason = FinishReason.Stop, CompletionTokens = 3, PromptMicroseconds = 1500, GenerationMicroseconds = 2500 } });
    }

    /// <summary>Breaks the connection under a call, as the end of the process would.</summary>
    public static void BreakConnection(ServerCallContext call) => call.GetHttpContext().Features.Get<IConnectionLifetimeFeature>()?.Abort();

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    static WorkerDescription Healthy() => new()
    {
        ProtocolVersion = ProtocolVersion.Current,
        Role = WorkerRole.Generation,
        Engine = "llama.cpp",
        EngineVersion = "0.5.0-dev",
        EngineCommit = "0ad4a86",
        StructSizes =
        {
            ["llama_model_params"] = 80,
            ["llama_context_params"] = 160,
            ["llama_batch"] = 56,
            ["llama_token_data"] = 12,
            ["llama_token_data_array"] = 32,
            ["llama_sampler_chain_params"] = 1,
            ["llama_chat_message"] = 16,
        },
        Devices = { new Device { Name = "CPU", Description = "scripted", Kind = "cpu" } },
        Model = new() { Sha256 = new('a', 64), Name = "Scripted", ContextPerSequence = 512, MaxSequences = 4, ChatTemplateSupported = true, WipesOwnersApart = true },
        ProcessId = Environment.ProcessId,
    };

    sealed class WorkerScript(ScriptedWorker script) : Inference.Protocol.Worker.WorkerBase
    {
        public override async Task<WorkerDescription> Describe(DescribeRequest request, ServerCallContext context)
        {
            await script.BeforeDescribe(context.CancellationToken);
            return script.Description;
        }
    }

    sealed class GenerationScript(ScriptedWorker script) : Generation.GenerationBase
    {
        public override Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context) =>
            script.OnGenerate(request, responseStream, context);

        public override Task<CloseSessionReply> CloseSession(CloseSessionRequest request, ServerCallContext context)
        {
            script.Closed.Enqueue((request.Owner, request.Session));
            return Task.FromResult(new CloseSessionReply());
        }

        public override Task<CountTokensReply> CountTokens(CountTokensRequest request, ServerCallContext context) =>
            Task.FromResult(new CountTokensReply { Tokens = request.Prompt.Parts.Sum(part => part.Text.Split(' ').Length) });
    }

    sealed class SpeechScript(ScriptedWorker script) : Speech.SpeechBase
    {
        public override Task Recognize(IAsyncStreamReader<RecognizeRequest> requestStream, IServerStreamWriter<RecognizeEvent> responseStream, ServerCallContext context) =>
            script.OnRecognize(requestStream, responseStream, context);
    }
}
