using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>Carries grants and recalls to one worker and its reports back, as long as the worker lives.</summary>
internal sealed class ComputeLink : IAsyncDisposable
{
    readonly Channel<ComputeOrder> _orders = Channel.CreateUnbounded<ComputeOrder>(new() { SingleReader = true });
    readonly CancellationTokenSource _ending = new();
    readonly AsyncDuplexStreamingCall<ComputeOrder, ComputeReport> _call;
    readonly ComputeHolder _holder;
    readonly Task _running;

    ComputeLink(ComputeLeases leases, OwnerId owner, GrpcChannel channel, int threads)
    {
        _call = new Protocol.Generation.GenerationClient(channel).Compute(cancellationToken: _ending.Token);
        _holder = leases.Add(
            owner,
            threads,
            contended => _orders.Writer.TryWrite(new() { Grant = new() { Contended = contended } }),
            () => _orders.Writer.TryWrite(new() { Recall = new() }));
        _running = Task.WhenAll(SendAsync(), ReceiveAsync());
    }

    /// <summary>Ends when the connection does: a worker that nobody grants anything must be replaced.</summary>
    public Task Ended => _running;

    /// <summary>Returns when the worker evaluates by grant only.</summary>
    public static async Task<ComputeLink> OpenAsync(ComputeLeases leases, OwnerId owner, GrpcChannel channel, int threads, CancellationToken ct)
    {
        var link = new ComputeLink(leases, owner, channel, threads);
        try
        {
            await link._call.ResponseHeadersAsync.WaitAsync(ct);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _orders.Writer.TryComplete();
        await _running;
        _call.Dispose();
        _ending.Dispose();
    }

    async Task SendAsync()
    {
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(_ending.Token))
            {
                await _call.RequestStream.WriteAsync(order, _ending.Token);
            }
        }
        catch (Exception fault) when (IsEnd(fault))
        {
        }
    }

    async Task ReceiveAsync()
    {
        try
        {
            await foreach (var report in _call.ResponseStream.ReadAllAsync(_ending.Token))
            {
                Take(report);
            }
        }
        catch (Exception fault) when (IsEnd(fault))
        {
        }
        finally
        {
            _holder.Dispose();
            await _ending.CancelAsync();
        }
    }

    void Take(ComputeReport report)
    {
        switch (report.ReportCase)
        {
            case ComputeReport.ReportOneofCase.Wanted:
                _holder.Wanted();
                break;
            case ComputeReport.ReportOneofCase.Returned:
                _holder.Returned(report.Returned.PromptTokens, report.Returned.CompletionTokens, report.Returned.Wanted);
                break;
        }
    }

    static bool IsEnd(Exception fault) => fault is RpcException or OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException;
}
