using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.WorkerBench;

/// <summary>The worker as a process of its own, measured by its client: until `started` and the first text, and from there to the end.</summary>
internal sealed class WorkerLoop : IAsyncDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bench");
    readonly Process process;
    readonly GrpcChannel channel;

    public WorkerLoop(string native, string path, int contextTokens, int threads)
    {
        var socket = Path.Combine(folder.FullName, "s");
        process = Process.Start(new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, "generation", "--model", path, "--native", native,
            "--context", $"{contextTokens}", "--threads", $"{threads}", "--parent-pipe", "--socket", socket])
        { RedirectStandardInput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("The worker could not be started.");
        process.BeginErrorReadLine();
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken) } });
    }

    public async Task<Rates> RunAsync(string prompt, int tokens)
    {
        var request = new GenerateRequest { Owner = "bench", MaxTokens = tokens, Prompt = new() { Parts = { new PromptPart { Text = prompt } } } };
        var clock = Stopwatch.StartNew();
        using var call = new Generation.GenerationClient(channel).Generate(request, new CallOptions().WithWaitForReady());
        GenerateEvent? last = null;
        var promptTokens = 0;
        TimeSpan? first = null;
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            promptTokens = message.Started?.PromptTokens ?? promptTokens;
            first ??= message.Text.Length > 0 ? clock.Elapsed : null;
            last = message;
        }

        var end = clock.Elapsed;
        if (last?.Finished is not { } finished || first is not { } prefill || finished.CompletionTokens != tokens)
        {
            throw new InvalidOperationException($"The worker generated {last?.Finished?.CompletionTokens} of {tokens} tokens: the random model ended early. Choose another seed.");
        }

        return new(promptTokens / prefill.TotalSeconds, (tokens - 1) / (end - prefill).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    // The worker makes its socket when the model is loaded.
    static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
