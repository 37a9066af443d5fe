using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>Takes one worker from nothing to ready: launch, wait until it answers, handshake.</summary>
internal sealed class WorkerStarter(InferenceOptions options, IWorkerLauncher launcher, TimeProvider time, ILogger logger)
{
    const long SlowDiskBytes = 50_000_000; // a second: also what a network's disk or a busy one gives

    static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);
    static readonly TimeSpan _betweenReports = TimeSpan.FromSeconds(15);

    /// <param name="model">Null for speech.</param>
    /// <param name="memory">The worker's room in the budget, which is the worker's from here on.</param>
    public async Task<RunningWorker> StartAsync(OwnerId owner, SelectedModel? model, ComputeLeases leases, IDisposable? memory, CancellationToken ct)
    {
        try
        {
            return await LaunchAsync(WorkerLaunch.For(owner, model, options), leases, memory, ct);
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    async Task<RunningWorker> LaunchAsync(WorkerLaunch launch, ComputeLeases leases, IDisposable? memory, CancellationToken ct)
    {
        var (owner, kind, begin) = (launch.Owner, launch.Kind, time.GetTimestamp());
        var process = await launcher.StartAsync(launch, ct);
        var channel = WorkerConnection.Open(process);
        try
        {
            var description = await WaitUntilReadyAsync(process, channel, launch, ct);
            Handshake.Check(description, launch, process);
            process.RequestsBegin();
            logger.WorkerReady(kind, owner, process.ProcessId, process.UserId, $"{description.Engine} {description.EngineVersion}", Handshake.Devices(description), (long)time.GetElapsedTime(begin).TotalMilliseconds);
            var link = description.ComputeThreads > 0 ? await ComputeLink.OpenAsync(leases, owner, channel, description.ComputeThreads, ct) : null;
            return new(process, channel, description, launch, link, time.GetUtcNow()) { LastUsed = time.GetUtcNow(), Memory = memory };
        }
        catch
        {
            channel.Dispose();
            await process.StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    async Task<WorkerDescription> WaitUntilReadyAsync(IWorkerProcess process, GrpcChannel channel, WorkerLaunch launch, CancellationToken ct)
    {
        var (patience, begin) = (PatienceWith(launch.Model), time.GetTimestamp());
        await using var reports = time.CreateTimer(_ => Report(launch, process, time.GetElapsedTime(begin), patience), null, _betweenReports, _betweenReports);
        var client = new Protocol.Worker.WorkerClient(channel);
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        // An ended process must not be waited for.
        _ = process.Exited.ContinueWith(_ => Cancel(either), TaskScheduler.Default);
        while (true)
        {
            try
            {
                return await client.DescribeAsync(new(), cancellationToken: either.Token);
            }
            catch (RpcException fault) when (!either.IsCancellationRequested && RpcFailures.Map(fault) is { Failure: InferenceFailure.WorkerDied })
            {
                // It does not listen yet.
                await Task.WhenAny(process.Exited, Task.Delay(_betweenTries, time, either.Token));
            }
            catch (RpcException fault) when (!either.IsCancellationRequested)
            {
                throw RpcFailures.Map(fault);
            }
            catch (Exception fault) when (fault is RpcException or OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
                throw process.Exited.IsCompleted ? EndedAtStart(process, launch.Kind) : NeverReady(launch.Kind, patience);
            }
        }
    }

    static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The start is over; the process ended later.
        }
    }

    /// <summary>Exit code 2 with a last message is a worker's refusal: of its model in most cases, else of its surroundings.</summary>
    static InferenceException EndedAtStart(IWorkerProcess process, WorkerKind kind)
    {
        var code = process.Exited.Result;
        var failure = code != 2 ? InferenceFailure.WorkerUnavailable : kind == WorkerKind.Generation ? InferenceFailure.ModelRefused : InferenceFailure.Misconfigured;
        // A refusal says what was wrong, what is allowed and what to do, and nothing needs to stand before it.
        return new(failure, code == 2 && process.StartError is { } reason ? reason : $"The worker ended while it started (exit code {code}). {process.StartError ?? "It gave no reason; a memory limit that is too small is one (GenerationMemoryBytes, SpeechMemoryBytes in settings.json)."}");
    }

    TimeSpan PatienceWith(SelectedModel? model) => options.StartTimeout + TimeSpan.FromSeconds((model?.SizeBytes ?? 0) / SlowDiskBytes);

    void Report(WorkerLaunch launch, IWorkerProcess process, TimeSpan elapsed, TimeSpan patience)
    {
        if (launch.Model is { } model)
        {
            logger.StillLoading(launch.Kind, launch.Owner, process.ProcessId, model.Id, model.SizeBytes >> 20, (long)elapsed.TotalSeconds, (long)patience.TotalSeconds);
        }
    }

    static InferenceException NeverReady(WorkerKind kind, TimeSpan patience) => new(InferenceFailure.WorkerUnavailable,
        $"The {kind} worker did not answer within {patience.TotalSeconds:0} s and was ended. A model on a disk that reads less than {SlowDiskBytes / 1_000_000} MB a second needs more: raise StartTimeout in settings.json.");
}
